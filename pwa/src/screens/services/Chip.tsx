/** A filter to press: what it is, and how many services it would leave. What is chosen comes off with another press. */
import { Icon } from "../../components/Icon";

type ChipProps = { pressed: boolean; count?: number; onClick: () => void; children: string };

export function Chip({ pressed, count, onClick, children }: ChipProps) {
  const isUseless = count === 0 && !pressed;
  return (
    <button
      type="button"
      class="chip"
      aria-pressed={pressed}
      aria-disabled={isUseless}
      onClick={() => {
        if (!isUseless) onClick();
      }}
    >
      {pressed && <Icon name="check" weight="bold" size="s" />}
      {children}
      {count !== undefined && <span class="num muted"> {count}</span>}
    </button>
  );
}
