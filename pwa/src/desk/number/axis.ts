/** One axis for all rows of a picture: where it begins, and where a share stands on it. */
export type Axis = { from: number; to: number; ticks: number[] };

const STARTS = [0.7, 0.5, 0] as const;

/** From 70 %, 50 % or 0 to 100 %, as far as the ranges need; of small shares, from 0 to as far as they reach. */
export function axisOf(ranges: readonly { low: number; high: number }[], goal: number | null): Axis {
  const lowest = Math.min(...ranges.map(({ low }) => low), goal ?? 1);
  const highest = Math.max(...ranges.map(({ high }) => high), goal ?? 0);
  const from = STARTS.find((start) => start <= lowest) ?? 0;
  const to = from === 0 && highest <= 0.5 ? 0.5 : 1;
  const step = to - from <= 0.3 + 1e-9 ? 0.1 : to - from <= 0.5 ? 0.1 : 0.25;
  const count = Math.round((to - from) / step);
  return { from, to, ticks: Array.from({ length: count + 1 }, (_, place) => from + place * step) };
}

/** In percent of the width, 3 at each side free for the mark. */
export const placed = (share: number, { from, to }: Axis): number => 3 + (94 * (Math.min(Math.max(share, from), to) - from)) / (to - from);
