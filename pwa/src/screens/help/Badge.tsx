/** Where a request stands: shape and words first, colour second. */
import { Icon } from "../../components/Icon";
import type { RequestForResident } from "../../data/requests";
import { helpWords } from "../../i18n/help";
import { dueWhen } from "./say";

type Look = { kind: "info" | "wait" | "good" | "bad" | "plain"; icon: string; text: string };

export function StateBadge({ copy, now }: { copy: RequestForResident | null; now: number }) {
  const { kind, icon, text } = lookOf(copy, now);
  return (
    <span class={`badge badge--${kind}`}>
      <Icon name={icon} />
      {text}
    </span>
  );
}

function lookOf(copy: RequestForResident | null, now: number): Look {
  const w = helpWords.value;
  if (!copy) return { kind: "wait", icon: "clock-bold", text: w.state.submitted };
  const text = w.state[copy.state];
  switch (copy.state) {
    case "resolved": return { kind: "info", icon: "check-circle-fill", text };
    case "waiting": return { kind: "info", icon: "chat-circle-dots-fill", text };
    case "closed": return { kind: "good", icon: "check-bold", text };
    case "declined": return { kind: "bad", icon: "prohibit-bold", text };
    case "withdrawn": return { kind: "plain", icon: "arrow-u-up-left-bold", text };
    case "merged": return { kind: "plain", icon: "git-merge-bold", text };
    default: return dueLook(copy, now, text);
  }
}

function dueLook({ due_at, due_provisional }: RequestForResident, now: number, text: string): Look {
  const w = helpWords.value;
  if (!due_at) return { kind: "wait", icon: "clock-bold", text };
  const when = dueWhen(due_at, now);
  if (Date.parse(due_at) < now) return { kind: "bad", icon: "clock-bold", text: w.late(when) };
  return { kind: "wait", icon: "clock-bold", text: due_provisional ? w.dueAbout(when) : w.due(when) };
}
