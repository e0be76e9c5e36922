/** A share with its range on an axis from 70 to 100 %, beside the goal. Never alone: the same facts stand in words. */
import "./Estimate.css";

export type Verdict = "met" | "not_met" | "undecided";
export type Range = { point: number; low: number; high: number; goal: number; verdict: Verdict };

const LOOK: Record<Verdict, string> = { met: "good", not_met: "bad", undecided: "wait" };
const FROM = 0.7;
const [LEFT, RIGHT] = [8, 318];

/** Where a share lies, in the drawing's own units; what is below the axis stands at its beginning. */
const at = (share: number): number => LEFT + (Math.max(share, FROM) - FROM) / (1 - FROM) * (RIGHT - LEFT);
const TICKS = [0.7, 0.8, 0.9, 1];

/** The large one: axis with figures, goal with its name. `label` says all of it. */
export function EstimatePicture({ range, label, goalLabel }: { range: Range; label: string; goalLabel: string }) {
  const goal = at(range.goal);
  return (
    <svg class="est" viewBox="0 0 326 96" role="img" aria-label={label}>
      <rect class="band" x={goal} y="26" width={RIGHT - goal} height="34" rx="4" />
      {TICKS.map((tick) => (
        <g key={tick}>
          <path class="axis" d={`M${at(tick)} 60v6`} />
          <text x={at(tick)} y="84" text-anchor="middle" dx={tick === 1 ? -6 : tick === FROM ? 8 : 0}>
            {Math.round(tick * 100)}%
          </text>
        </g>
      ))}
      <path class="axis" d={`M${LEFT} 60H${RIGHT}`} />
      <path class="goal" d={`M${goal} 20v46`} />
      <text class="strong" x={goal} y="13" text-anchor="middle">{goalLabel}</text>
      <Marks range={range} y={43} />
    </svg>
  );
}

/** The small one, for a list: its row says the figures. */
export function EstimateLine({ range }: { range: Range }) {
  return (
    <svg class="est" viewBox="0 0 326 22" aria-hidden="true">
      <path class="axis" d={`M${LEFT} 11H${RIGHT}`} />
      <path class="goal" d={`M${at(range.goal)} 0v22`} />
      <Marks range={range} y={11} />
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

function Marks({ range, y }: { range: Range; y: number }) {
  const look = LOOK[range.verdict];
  const [low, high] = [at(range.low), at(range.high)];
  return (
    <>
      <path class={`ci ci--${look}`} d={`M${low} ${y}H${high}`} />
      <path class={`cap cap--${look}`} d={`M${low} ${y - 6}v12M${high} ${y - 6}v12`} />
      <Point verdict={range.verdict} x={at(range.point)} y={y} />
    </>
  );
}

function Point({ verdict, x, y }: { verdict: Verdict; x: number; y: number }) {
  const look = `pt pt--${LOOK[verdict]}`;
  if (verdict === "met") return <circle class={look} cx={x} cy={y} r="7" />;
  if (verdict === "not_met") return <rect class={look} x={x - 7} y={y - 7} width="14" height="14" rx="2" />;
  return <path class={look} d={`M${x} ${y - 8}l8 8-8 8-8-8z`} />;
}
