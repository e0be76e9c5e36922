/** A plan as it is typed, in percent, and as the server asks it, in shares. */
import type { PlanAsked } from "./data";

export type Way = "tell" | "margin" | "total";
export type Unit = "city" | "district" | "street" | "community";
export type Allocation = "power" | "proportional" | "equal";
export type Typed = {
  way: Way;
  unit: Unit;
  p0: number;
  p1: number;
  margin: number;
  invited: number;
  level: number;
  power: number;
  response: number;
  allocation: Allocation;
  fewest: number;
};

const percent = (share: number | undefined, usual: number): number => (share === undefined ? usual : Math.round(share * 1000) / 10);
const share = (typed: number): number => Math.round(typed * 10) / 1000;

/** What the form begins with: the plan that was kept, or the usual question. */
export function typed(kept: PlanAsked | undefined, goal: number): Typed {
  return {
    way: kept?.way ?? "tell",
    unit: kept?.unit ?? "street",
    p0: percent(kept?.p0, percent(goal, 85)),
    p1: percent(kept?.p1, percent(goal, 85) - 5),
    margin: percent(kept?.margin, 5),
    invited: kept?.invited || 20_000,
    level: percent(kept?.level, 95),
    power: percent(kept?.power, 80),
    response: percent(kept?.response, 40),
    allocation: kept?.allocation ?? "power",
    fewest: kept?.fewest ?? 5,
  };
}

export function asked(plan: Typed): PlanAsked {
  const { way, unit, allocation, fewest } = plan;
  return {
    ...{ way, unit, allocation, fewest },
    p0: share(plan.p0),
    p1: share(plan.p1),
    margin: share(plan.margin),
    invited: way === "total" ? plan.invited : 0,
    level: share(plan.level),
    power: share(plan.power),
    response: share(plan.response),
  };
}
