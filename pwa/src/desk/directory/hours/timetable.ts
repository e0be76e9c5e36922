/** Opening hours as a clerk thinks of them: a week with its days, things that stand once a month, dates on which it is
 *  otherwise. Made of the rules of HSDS by `readTimetable`, and made into them again by `rules.ts`. What the form cannot show
 *  stays the rule that it was. */
import { dayNumber } from "../../../data/calendar";
import { daysOf, type Rule } from "../../../data/hours";

export type Policy = NonNullable<Rule["holidays"]>;
/** As typed; `until` at or before `from`: on the next day. */
export type Window = { from: string; until: string };
/** Days of the week (0 Monday) that have the same windows. */
export type Line = { days: number[]; windows: Window[] };
/** Days as YYYY-MM-DD; "": without an end. `season` of every year as 06-15..09-15; "": the whole year. */
type Stands = { from: string; to: string; season: string; policy: Policy; note: string };
/** `was`: the rules that it was read from; written as they were while nothing in it has changed. */
type Read = { was: readonly Rule[] };

export type Week = Stands & Read & { lines: Line[] };
/** `nth` (1 to 5, -1: the last) and `days` of the week, or `dates` of the month (-1: the last). */
export type Monthly = Stands & Read & { by: "day" | "date"; nth: number[]; days: number[]; dates: number[]; windows: Window[] };
/** Some dates: shut, or, with windows, open beside what is usual. */
export type Exception = Read & { from: string; to: string; windows: Window[]; note: string };
export type Timetable = Read & { weeks: Week[]; monthly: Monthly[]; exceptions: Exception[]; kept: readonly Rule[] };

const MOST_EXTRA = 31; // days; what stands longer is a season
export const ALL_DAYS: readonly number[] = [0, 1, 2, 3, 4, 5, 6];

/** What the form shows of these rules. */
export function readTimetable(rules: readonly Rule[]): Timetable {
  const [weeks, monthly, exceptions] = [new Map<string, Rule[]>(), new Map<string, Rule[]>(), new Map<string, Rule[]>()];
  const kept: Rule[] = [];
  for (const rule of rules) {
    const { byday = "", bymonthday = "", valid_from, valid_to, season = "", note = "", holidays = "work" } = rule;
    const when = [valid_from, valid_to, season, note].join("|");
    if (isShut(rule)) push(exceptions, `shut|${when}`, rule);
    else if (isExtra(rule)) push(exceptions, `open|${when}`, rule);
    else if (isWeekly(rule)) push(weeks, `${holidays}|${when}`, rule);
    else if (isMonthly(rule)) push(monthly, `${byday}|${bymonthday}|${holidays}|${when}`, rule);
    else kept.push(rule);
  }
  return {
    weeks: [...weeks.values()].map(readWeek),
    monthly: [...monthly.values()].map(readMonthly),
    exceptions: [...exceptions.values()].map(readException),
    kept,
    was: rules,
  };
}

/** A week of working days, as most offices have it; to begin with. */
export function newWeek(): Week {
  const windows = [{ from: "8:30", until: "12:00" }, { from: "13:30", until: "17:30" }];
  return { from: "", to: "", season: "", policy: "work", note: "", lines: [{ days: [0, 1, 2, 3, 4], windows }], was: [] };
}

export const newMonthly = (): Monthly => ({
  from: "", to: "", season: "", policy: "plain", note: "", by: "day", nth: [1], days: [4], dates: [], windows: [{ from: "14:00", until: "16:00" }], was: [],
});

export const newException = (): Exception => ({ from: "", to: "", windows: [], note: "", was: [] });

/** Without the way back to the rules: what two parts must have in common to be the same. */
export const bare = (part: Read): string => JSON.stringify({ ...part, was: [] }, (key, value) => (key === "was" ? [] : value));

function isPlain({ interval = 1, dtstart, until, closed }: Rule): boolean {
  return interval === 1 && !dtstart && !until && !closed;
}

function isWeekly(rule: Rule): boolean {
  const days = daysOf(rule.byday);
  return isPlain(rule) && rule.freq !== "MONTHLY" && !rule.bymonthday && days.length > 0 && days.every(([nth]) => nth === 0);
}

function isMonthly(rule: Rule): boolean {
  if (!isPlain(rule) || rule.freq !== "MONTHLY") return false;
  if (rule.bymonthday) return !rule.byday && rule.bymonthday.split(",").every((date) => Number(date) >= -1);
  const days = daysOf(rule.byday);
  const [nth, weekdays] = [distinct(days.map(([each]) => each)), distinct(days.map(([, weekday]) => weekday))];
  return days.length > 0 && days.length === nth.length * weekdays.length && nth.every((each) => each === -1 || each > 0);
}

function isShut({ closed, byday, bymonthday, freq, interval = 1, dtstart, until, valid_from, season }: Rule): boolean {
  return Boolean(closed && valid_from && !byday && !bymonthday && freq !== "MONTHLY" && interval === 1 && !dtstart && !until && !season);
}

/** Open on some dates, whatever weekday or holiday they are. */
function isExtra(rule: Rule): boolean {
  const { holidays, valid_from, valid_to, season } = rule;
  if (holidays !== "plain" || !valid_from || !valid_to || season) return false;
  if (!rule.byday) return isPlain(rule) && rule.freq !== "MONTHLY" && !rule.bymonthday && valid_from === valid_to;
  return isWeekly(rule) && daysOf(rule.byday).length === 7 && dayNumber(valid_to) - dayNumber(valid_from) < MOST_EXTRA;
}

function readWeek(rules: readonly Rule[]): Week {
  const lines = new Map<string, Line>();
  for (const day of ALL_DAYS) {
    const windows = windowsOf(rules.filter((rule) => daysOf(rule.byday).some(([, weekday]) => weekday === day)));
    if (!windows.length) continue;
    const line = lines.get(JSON.stringify(windows));
    if (line) line.days.push(day);
    else lines.set(JSON.stringify(windows), { days: [day], windows });
  }
  return { ...standsOf(rules), lines: [...lines.values()], was: rules };
}

function readMonthly(rules: readonly Rule[]): Monthly {
  const { byday, bymonthday } = rules[0] as Rule;
  const days = daysOf(byday);
  return {
    ...standsOf(rules),
    by: bymonthday ? "date" : "day",
    nth: distinct(days.map(([nth]) => nth)),
    days: distinct(days.map(([, weekday]) => weekday)),
    dates: bymonthday ? bymonthday.split(",").map(Number) : [],
    windows: windowsOf(rules),
    was: rules,
  };
}

function readException(rules: readonly Rule[]): Exception {
  const { from, to, note } = standsOf(rules);
  return { from, to, note, windows: rules[0]?.closed ? [] : windowsOf(rules), was: rules };
}

function standsOf(rules: readonly Rule[]): Stands {
  const { valid_from, valid_to, season = "", holidays = "work", note = "" } = rules[0] as Rule;
  return { from: valid_from ?? "", to: valid_to ?? "", season, policy: holidays, note };
}

function windowsOf(rules: readonly Rule[]): Window[] {
  const windows = rules.map(({ opens_at = "00:00", closes_at = "24:00" }) => ({ opens_at, closes_at }));
  windows.sort((a, b) => a.opens_at.localeCompare(b.opens_at) || a.closes_at.localeCompare(b.closes_at));
  const said = windows.map(({ opens_at, closes_at }) => ({ from: short(opens_at), until: short(closes_at) }));
  return said.filter((each, at) => JSON.stringify(each) !== JSON.stringify(said[at - 1]));
}

/** 08:30 as people write it: 8:30. */
const short = (clock: string): string => clock.replace(/^0(?=\d)/, "");

const distinct = (numbers: readonly number[]): number[] => [...new Set(numbers)];

function push(groups: Map<string, Rule[]>, key: string, rule: Rule): void {
  const group = groups.get(key);
  if (group) group.push(rule);
  else groups.set(key, [rule]);
}
