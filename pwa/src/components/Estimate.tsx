/** A share with its range on an axis, beside the goal. Never alone: the same facts stand in words. */
import "./Estimate.css";

export type Verdict = "met" | "not_met" | "undecided";
export type Range = { point: number; low: number; high: number; goal: number; verdict: Verdict };

const LOOK: Record<Verdict, string> = { met: "good", not_met: "bad", undecided: "wait" };
const [LEFT, RIGHT] = [8, 318];

/** Where the axis begins, as a share: 70 %, or lower when a range would lie outside it. */
export function axisFrom(ranges: { low: number }[]): number {
  const lowest = Math.min(...ranges.map((range) => range.low));
  return [0.7, 0.5].find((from) => from <= lowest) ?? 0;
}

const placed = (share: number, from: number): number => LEFT + ((share - from) / (1 - from)) * (RIGHT - LEFT);
const ticks = (from: number): number[] => (from === 0.7 ? [0.7, 0.8, 0.9, 1] : from === 0.5 ? [0.5, 0.75, 1] : [0, 0.5, 1]);

/** The large one: axis with figures, goal with its name. `label` says all of it. */
export function EstimatePicture({ range, label, goalLabel }: { range: Range; label: string; goalLabel: string }) {
  const from = axisFrom([range]);
  const goal = placed(range.goal, from);
  return (
    <svg class="est" viewBox="0 0 326 96" role="img" aria-label={label}>
      <rect class="band" x={goal} y="26" width={RIGHT - goal} height="34" rx="4" />
      {ticks(from).map((tick) => (
        <g key={tick}>
          <path class="axis" d={`M${placed(tick, from)} 60v6`} />
          <text x={placed(tick, from)} y="84" text-anchor={tick === from ? "start" : tick === 1 ? "end" : "middle"}>
            {Math.round(tick * 100)}%
          </text>
        </g>
      ))}
      <path class="axis" d={`M${LEFT} 60H${RIGHT}`} />
      <path class="goal" d={`M${goal} 20v46`} />
      <text class="strong" x={goal} y="13" text-anchor="middle">{goalLabel}</text>
      <Marks range={range} from={from} y={43} />
    </svg>
  );
}

/** The small one, for a list: its row says the figures. `from` is the axis that all rows share. */
export function EstimateLine({ range, from }: { range: Range; from: number }) {
  return (
    <svg class="est" viewBox="0 0 326 22" aria-hidden="true">
      <path class="axis" d={`M${LEFT} 11H${RIGHT}`} />
      <path class="goal" d={`M${placed(range.goal, from)} 0v22`} />
      <Marks range={range} from={from} y={11} />
    </svg>
  );
}

/** The mark of a verdict: a dot, a square, a diamond, so that colour is never alone. */
export function VerdictMark({ verdict }: { verdict: Verdict }) {
  return (
    <svg class="est est--mark" viewBox="0 0 18 18" aria-hidden="true">
      <Point verdict={verdict} x={9} y={9} />
    </svg>
  );
}

function Marks({ range, from, y }: { range: Range; from: number; y: number }) {
  const look = LOOK[range.verdict];
  const [low, high] = [placed(range.low, from), placed(range.high, from)];
  return (
    <>
      <path class={`ci ci--${look}`} d={`M${low} ${y}H${high}`} />
      <path class={`cap cap--${look}`} d={`M${low} ${y - 6}v12M${high} ${y - 6}v12`} />
      <Point verdict={range.verdict} x={placed(range.point, from)} y={y} />
    </>
  );
}

function Point({ verdict, x, y }: { verdict: Verdict; x: number; y: number }) {
  const look = `pt pt--${LOOK[verdict]}`;
  if (verdict === "met") return <circle class={look} cx={x} cy={y} r="7" />;
  if (verdict === "not_met") return <rect class={look} x={x - 7} y={y - 7} width="14" height="14" rx="2" />;
  return <path class={look} d={`M${x} ${y - 8}l8 8-8 8-8-8z`} />;
}
