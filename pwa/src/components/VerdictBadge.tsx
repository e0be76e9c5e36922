/** A verdict on the goal, as a shape and in words. */
import { Icon } from "./Icon";

const LOOK = {
  met: { badge: "badge--good", icon: "check-circle-fill" },
  not_met: { badge: "badge--bad", icon: "warning-circle-fill" },
  undecided: { badge: "badge--wait", icon: "question-bold" },
  withheld: { badge: "", icon: "eye-slash-regular" },
};

type VerdictBadgeProps = { verdict: keyof typeof LOOK; big?: boolean; children: string };

export function VerdictBadge({ verdict, big = false, children }: VerdictBadgeProps) {
  const { badge, icon } = LOOK[verdict];
  return (
    <span class={`badge ${badge} ${big ? "badge--big" : ""}`}>
      <Icon name={icon} />
      {children}
    </span>
  );
}
