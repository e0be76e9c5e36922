/** A row of the caterpillar: the interval with its ends, the estimate as the shape of its verdict, the goal as a dashed line. */
import type { Verdict } from "../../components/Estimate";
import { type Axis, placed } from "./axis";
import type { Seen } from "./said";

const LOOK: Record<Verdict, string> = { met: "good", not_met: "bad", undecided: "wait" };
export const lookOf = (verdict: Verdict | null): string => (verdict ? LOOK[verdict] : "plain");

type PlotProps = { seen: Seen | null; axis: Axis; goal: number | null; label?: string };

export function Plot({ seen, axis, goal, label }: PlotProps) {
  const named = label ? { role: "img" as const, "aria-label": label } : { "aria-hidden": true as const };
  return (
    <svg class="est plot" {...named}>
      {axis.ticks.map((tick) => <line key={tick} class="axis" x1={`${placed(tick, axis)}%`} x2={`${placed(tick, axis)}%`} y1="0" y2="100%" />)}
      {goal !== null && <line class="goal" x1={`${placed(goal, axis)}%`} x2={`${placed(goal, axis)}%`} y1="0" y2="100%" />}
      {seen && <Marks seen={seen} axis={axis} />}
    </svg>
  );
}

function Marks({ seen, axis }: { seen: Seen; axis: Axis }) {
  const look = lookOf(seen.verdict);
  const [low, high, point] = [seen.low, seen.high, seen.point].map((share) => `${placed(share, axis)}%`) as [string, string, string];
  return (
    <>
      <line class={`ci ci--${look}`} x1={low} x2={high} y1="50%" y2="50%" />
      <line class={`cap cap--${look}`} x1={low} x2={low} y1="10" y2="22" />
      <line class={`cap cap--${look}`} x1={high} x2={high} y1="10" y2="22" />
      <svg x={point} y="50%" width="1" height="1" overflow="visible"><Mark verdict={seen.verdict} /></svg>
    </>
  );
}

function Mark({ verdict }: { verdict: Verdict | null }) {
  const look = `pt pt--${lookOf(verdict)}`;
  if (verdict === "not_met") return <rect class={look} x="-5.5" y="-5.5" width="11" height="11" rx="2" />;
  if (verdict === "undecided") return <path class={look} d="M0-6.5L6.5 0 0 6.5-6.5 0z" />;
  return <circle class={look} cx="0" cy="0" r="5.5" />;
}

/** The axis above the rows. */
export function PlotHead({ axis, goal, goalLabel }: { axis: Axis; goal: number | null; goalLabel: string }) {
  return (
    <svg class="est plot" aria-hidden="true">
      {axis.ticks
        .filter((tick) => goal === null || Math.abs(placed(tick, axis) - placed(goal, axis)) > 14)
        .map((tick) => <text key={tick} x={`${placed(tick, axis)}%`} y="21" text-anchor={tick === axis.from ? "start" : tick === axis.to ? "end" : "middle"}>{Math.round(tick * 100)}%</text>)}
      {goal !== null && <text class="strong" x={`${placed(goal, axis)}%`} y="21" text-anchor="middle">{goalLabel}</text>}
    </svg>
  );
}
