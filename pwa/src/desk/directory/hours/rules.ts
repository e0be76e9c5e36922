/** The rules of a timetable, and what in it is not understood. */
import type { Rule } from "../../../data/hours";
import { ALL_DAYS, bare, type Exception, type Line, type Monthly, readTimetable, type Timetable, type Week, type Window } from "./timetable";

/** Why a part cannot be written: a key of the words of hours. */
export type Trouble = "time" | "windows" | "days" | "dates" | "date" | "order";
/** `places`: for each rule the id of the field that it comes from; `troubles` by the id of their field. */
export type Written = { rules: Rule[]; places: string[]; troubles: Map<string, Trouble> };

const CODES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const MORE = /^(24):?(00)$|^([01]?\d|2[0-3])(?:[:：.点时h]?([0-5]\d)?(半)?分?)$/;

/** "8:30", "830", "8：30", "8点半" as 08:30; null when it is no time of a day. */
export function readTime(text: string): string | null {
  const typed = text.replace(/\s/g, "");
  if (/^\d{4}$/.test(typed) && Number(typed) > 2400) return null;
  const found = MORE.exec(typed);
  if (!found) return null;
  if (found[1]) return "24:00";
  return `${(found[3] ?? "").padStart(2, "0")}:${found[5] ? "30" : (found[4] ?? "00")}`;
}

/** Whether a window lasts into the next day; false while it is half typed. */
export function isOvernight({ from, until }: Window): boolean {
  const [opens, closes] = [readTime(from), readTime(until)];
  return opens !== null && closes !== null && closes <= opens && closes !== "00:00";
}

export function isWholeDay({ from, until }: Window): boolean {
  return readTime(from) === "00:00" && ["24:00", "00:00"].includes(readTime(until) ?? "");
}

/** The rules as they were while nothing has changed, part by part; else made anew. */
export function writeTimetable(timetable: Timetable): Written {
  const written: Written = { rules: [], places: [], troubles: new Map() };
  timetable.weeks.forEach((week, at) => writePart(written, week, `week-${at}`, () => weekRules(week, `week-${at}`, written)));
  timetable.monthly.forEach((each, at) => writePart(written, each, `monthly-${at}`, () => monthlyRules(each, `monthly-${at}`, written)));
  timetable.exceptions.forEach((each, at) => writePart(written, each, `except-${at}`, () => exceptionRules(each, `except-${at}`, written)));
  for (const rule of timetable.kept) add(written, rule, "hours-kept");
  if (isAsRead(timetable)) return { ...written, rules: [...timetable.was] };
  return written;
}

/** Nothing has been changed since it was read. */
function isAsRead(timetable: Timetable): boolean {
  return bare(timetable) === bare(readTimetable(timetable.was));
}

function writePart(written: Written, part: Week | Monthly | Exception, place: string, make: () => Rule[]): void {
  const before = readTimetable(part.was);
  const [was] = [...before.weeks, ...before.monthly, ...before.exceptions];
  const rules = was && bare(was) === bare(part) ? part.was : make();
  for (const rule of rules) add(written, rule, place);
}

function add(written: Written, rule: Rule, place: string): void {
  written.rules.push(rule);
  written.places.push(place);
}

/** One rule a window, for all days that have it: a working week must stay one rule, since a make-up workday takes its hours. */
function weekRules(week: Week, place: string, written: Written): Rule[] {
  const days = new Map<string, Set<number>>();
  week.lines.forEach((line, at) => {
    if (!line.days.length) written.troubles.set(`${place}-line-${at}-days`, "days");
    for (const window of windowsIn(line.windows, `${place}-line-${at}`, written)) {
      const known = days.get(window) ?? new Set();
      for (const day of line.days) known.add(day);
      days.set(window, known);
    }
  });
  checkOrder(week, place, written);
  return [...days].map(([window, set]) => ({ ...spanOf(window), byday: codesOf([...set]), ...standing(week) }));
}

function monthlyRules(each: Monthly, place: string, written: Written): Rule[] {
  const on = each.by === "date" ? { bymonthday: each.dates.join() } : { byday: each.nth.flatMap((nth) => each.days.map((day) => `${nth}${CODES[day]}`)).join() };
  if (each.by === "date" && !each.dates.length) written.troubles.set(`${place}-dates`, "dates");
  if (each.by === "day" && !(each.nth.length && each.days.length)) written.troubles.set(`${place}-days`, "days");
  checkOrder(each, place, written);
  return windowsIn(each.windows, place, written).map((window) => ({ ...spanOf(window), freq: "MONTHLY", ...on, ...standing(each) }));
}

function exceptionRules(each: Exception, place: string, written: Written): Rule[] {
  if (!each.from) written.troubles.set(`${place}-from`, "date");
  checkOrder(each, place, written);
  const dates = { ...(each.from && { valid_from: each.from }), ...(each.to && { valid_to: each.to }), ...(each.note.trim() && { note: each.note.trim() }) };
  if (!each.windows.length) return [{ closed: true, ...dates }];
  if (!each.to) dates.valid_to = each.from;
  const windows = windowsIn(each.windows, place, written);
  return windows.map((window) => ({ ...spanOf(window), byday: codesOf(ALL_DAYS), holidays: "plain", ...dates }));
}

function checkOrder({ from, to }: { from: string; to: string }, place: string, { troubles }: Written): void {
  if (from && to && to < from) troubles.set(`${place}-to`, "order");
}

/** As "08:30-12:00"; what is not understood is told at its field. */
function windowsIn(windows: readonly Window[], place: string, { troubles }: Written): string[] {
  if (!windows.length) troubles.set(`${place}-add`, "windows");
  return windows.flatMap(({ from, until }, at) => {
    const [opens, closes] = [readTime(from), readTime(until)];
    if (opens === null || opens === "24:00") troubles.set(`${place}-from-${at}`, "time");
    if (closes === null) troubles.set(`${place}-until-${at}`, "time");
    return opens && closes ? [`${opens}-${closes === "00:00" ? "24:00" : closes}`] : [];
  });
}

function spanOf(window: string): Pick<Rule, "opens_at" | "closes_at"> {
  const [opens_at = "", closes_at = ""] = window.split("-");
  return { ...(opens_at !== "00:00" && { opens_at }), ...(closes_at !== "24:00" && { closes_at }) };
}

function standing({ from, to, season, policy, note }: Omit<Week, "lines" | "was">): Rule {
  return {
    ...(season && { season }),
    ...(from && { valid_from: from }),
    ...(to && { valid_to: to }),
    ...(policy !== "work" && { holidays: policy }),
    ...(note.trim() && { note: note.trim() }),
  };
}

const codesOf = (days: readonly number[]): string => [...days].sort((a, b) => a - b).map((day) => CODES[day]).join();

/** A day belongs to one line: chosen here, it leaves the others; chosen again, it goes. */
export function withDay(lines: readonly Line[], at: number, day: number): Line[] {
  return lines.map((line, place) => {
    const has = line.days.includes(day);
    if (place !== at) return has ? { ...line, days: line.days.filter((each) => each !== day) } : line;
    return { ...line, days: has ? line.days.filter((each) => each !== day) : [...line.days, day].sort((a, b) => a - b) };
  });
}

/** The windows with an hour and a half of rest at noon, where one of them lasts over noon. */
export function withLunch(windows: readonly Window[]): Window[] {
  return windows.flatMap((window) => {
    const [opens, closes] = [readTime(window.from), readTime(window.until)];
    const isOver = opens !== null && closes !== null && opens < "12:00" && closes > "13:30";
    return isOver ? [{ from: window.from, until: "12:00" }, { from: "13:30", until: window.until }] : [window];
  });
}
