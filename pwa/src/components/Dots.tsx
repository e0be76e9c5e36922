/** A hundred households: filled up to the low end of the range, ringed as far as we cannot say, hollow beyond. */
import "./Dots.css";

const kind = (n: number, surely: number, perhaps: number): string => (n < surely ? "" : n < perhaps ? "may" : "no");

/** `low` and `high` are shares, 0-1. Decoration: the legend and the sentence beside it say the same. */
export function Dots({ low, high }: { low: number; high: number }) {
  const [surely, perhaps] = [Math.round(low * 100), Math.round(high * 100)];
  return (
    <div class="dots" aria-hidden="true">
      {Array.from({ length: 100 }, (_, n) => (
        <i key={n} class={kind(n, surely, perhaps)} />
      ))}
    </div>
  );
}
