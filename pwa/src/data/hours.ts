/** Opening hours, evaluated on the phone; the twin of server/domain/hours.py, held to the same answers by
 *  tests/fixtures/hours. Civil days and minutes of the city's clock: a phone in another time zone answers alike. */
import { type Calendar, dayNumber, knows } from "./calendar";

const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const DAY = 1440; // minutes
const SOON = 30; // minutes before closing
const BREAK = 240; // minutes at most; what is shut longer has closed
const AHEAD = 60; // days that are searched for the next opening
const ALWAYS = 8; // days open without a gap: it does not close

/** One window of the day and the days on which it stands; what is left out is usual. */
export interface Rule {
  readonly opens_at?: string; // HH:MM; 00:00
  readonly closes_at?: string; // at or before opens_at: the next day; 24:00
  readonly byday?: string; // MO,TU; monthly also with an ordinal: 2TU, -1FR
  readonly freq?: "WEEKLY" | "MONTHLY"; // WEEKLY
  readonly interval?: number; // 1
  readonly wkst?: string; // MO
  readonly bymonthday?: string; // 1,15,-1
  readonly dtstart?: string | null;
  readonly until?: string | null;
  readonly valid_from?: string | null;
  readonly valid_to?: string | null;
  readonly season?: string; // 06-15..09-15: of every year; 10-01..05-31 lasts over the new year
  readonly holidays?: "work" | "closed" | "plain"; // work: follows the state calendar
  readonly closed?: boolean; // an exception: shut on these days
  readonly note?: string;
}

export type State = "open" | "closes_soon" | "usually" | "break" | "closed" | "holiday";

/** How a place stands at a moment; times are civil minutes since 1 January 1970 on the city's clock. */
export interface OpenState {
  readonly state: State;
  readonly sure: boolean; // false: that day's calendar is not announced, so call first
  readonly next: number | null; // when it opens or closes; null: never closes, or nobody knows when it opens
  readonly again: number | null; // open, and then shut only for a break: when it opens again
  readonly why: string; // the holiday's Chinese name, or the note of an exception
}

type Span = readonly [from: number, until: number];
type Day = { readonly number: number; readonly weekday: number; readonly month: number; readonly ofMonth: number; readonly length: number; readonly ofYear: number };

/** How it stands at this minute; null if nothing is known of its hours. */
export function openState(rules: readonly Rule[], calendar: Calendar, minute: number): OpenState | null {
  if (!rules.length) return null;
  const today = dayOfMinute(minute);
  const sure = isSure(rules, calendar, today);
  for (const [from, until] of spansFrom(rules, calendar, today - 1, 2)) {
    if (from <= minute && minute < until) return open(rules, calendar, minute, until, sure);
  }
  const next = nextOpening(rules, calendar, minute);
  const surely = sure && (next === null || isSure(rules, calendar, dayOfMinute(next)));
  if (next !== null && isBreak(rules, calendar, minute, next)) return { state: "break", sure: surely, next, again: null, why: "" };
  return { ...whyShut(rules, calendar, today), sure: surely, next, again: null };
}

function open(rules: readonly Rule[], calendar: Calendar, minute: number, until: number, sure: boolean): OpenState {
  const closes = endOf(rules, calendar, until);
  if (closes === null) return { state: sure ? "open" : "usually", sure, next: null, again: null, why: "" };
  const again = nextOpening(rules, calendar, closes);
  const state = !sure ? "usually" : closes - minute <= SOON ? "closes_soon" : "open";
  return { state, sure, next: closes, again: again !== null && again - closes <= BREAK ? again : null, why: "" };
}

/** When what is open now closes, across midnights without a gap; null: it does not. */
function endOf(rules: readonly Rule[], calendar: Calendar, until: number): number | null {
  const first = dayOfMinute(until);
  let end = until;
  while (dayOfMinute(end) - first < ALWAYS) {
    const later = spansFrom(rules, calendar, dayOfMinute(end), 1).filter(([from, to]) => from <= end && end < to);
    if (!later.length) return end;
    end = Math.max(...later.map(([, to]) => to));
  }
  return null;
}

function isSure(rules: readonly Rule[], calendar: Calendar, day: number): boolean {
  return knows(calendar, day) || rules.every((rule) => rule.holidays === "plain");
}

function isBreak(rules: readonly Rule[], calendar: Calendar, minute: number, opens: number): boolean {
  return spansFrom(rules, calendar, dayOfMinute(minute) - 1, 2).some(([, end]) => end <= minute && opens - end <= BREAK);
}

function whyShut(rules: readonly Rule[], calendar: Calendar, number: number): { state: State; why: string } {
  const day = dayOf(number);
  const shut = rules.find((rule) => rule.closed && isExceptionOn(rule, day));
  if (shut) return { state: "closed", why: shut.note ?? "" };
  const name = calendar.off.get(number) ?? calendar.likely.get(number) ?? "";
  const follows = rules.filter((rule) => !rule.closed && rule.holidays !== "plain");
  if (name && follows.some((rule) => recursOn(rule, day))) return { state: "holiday", why: name };
  return { state: "closed", why: "" };
}

/** The first minute after this one at which it opens. */
export function nextOpening(rules: readonly Rule[], calendar: Calendar, minute: number): number | null {
  const today = dayOfMinute(minute);
  for (let number = today; number < today + AHEAD; number++) {
    for (const [from] of spansFrom(rules, calendar, number, 1)) if (from > minute) return from;
  }
  return null;
}

/** Is it open at this minute, as far as is known? */
export function isOpenAt(rules: readonly Rule[], calendar: Calendar, minute: number): boolean {
  return spansFrom(rules, calendar, dayOfMinute(minute) - 1, 2).some(([from, until]) => from <= minute && minute < until);
}

/** When it is open on the days from `first`, in civil minutes, merged; a night belongs to its evening. */
export function spansFrom(rules: readonly Rule[], calendar: Calendar, first: number, days: number): Span[] {
  const spans: Span[] = [];
  for (let number = first; number < first + days; number++) {
    for (const [from, until] of windowsOn(rules, calendar, number)) spans.push([number * DAY + from, number * DAY + until]);
  }
  spans.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const merged: Span[] = [];
  for (const [from, until] of spans) {
    const last = merged[merged.length - 1];
    if (last && from <= last[1]) merged[merged.length - 1] = [last[0], Math.max(until, last[1])];
    else merged.push([from, until]);
  }
  return merged;
}

/** The windows of one day in its minutes, beyond 1440 where they last into the next; not merged. */
export function windowsOn(rules: readonly Rule[], calendar: Calendar, number: number): Span[] {
  const day = dayOf(number);
  if (rules.some((rule) => rule.closed && isExceptionOn(rule, day))) return [];
  const week = calendar.worked.has(number) && rules.some((rule) => standsForTheWeek(rule, day));
  return rules.filter((rule) => !rule.closed && applies(rule, calendar, day, week)).map(windowOf);
}

/** `week`: a weekend that is worked instead, at a place whose working week then stands for it. */
function applies(rule: Rule, calendar: Calendar, day: Day, week: boolean): boolean {
  if (rule.holidays === "plain") return recursOn(rule, day);
  if (calendar.off.has(day.number) || calendar.likely.has(day.number)) return false;
  if (week && standsForTheWeek(rule, day)) return true;
  return recursOn(rule, day) && !(week && isWeekendOnly(rule));
}

/** A working week's hours: at least four of its five days, so that Monday to Thursday count too. */
function standsForTheWeek(rule: Rule, day: Day): boolean {
  const workdays = new Set(daysOf(rule.byday).map(([, weekday]) => weekday).filter((weekday) => weekday < 5));
  const whole = (rule.holidays ?? "work") === "work" && rule.freq !== "MONTHLY" && workdays.size >= 4;
  return whole && !rule.closed && inForce(rule, day) && inTurn(rule, day);
}

function isWeekendOnly(rule: Rule): boolean {
  const days = daysOf(rule.byday);
  return days.length > 0 && days.every(([, weekday]) => weekday >= 5);
}

function isExceptionOn(rule: Rule, day: Day): boolean {
  return rule.byday ? recursOn(rule, day) : inForce(rule, day);
}

/** Does the recurrence name this day? Holidays and exceptions apart; as RFC 5545 has it. */
export function recursOn(rule: Rule, day: Day): boolean {
  return inForce(rule, day) && inTurn(rule, day) && isNamed(rule, day);
}

function inForce(rule: Rule, day: Day): boolean {
  const from = [rule.dtstart, rule.valid_from].every((start) => !start || dayNumber(start) <= day.number);
  return from && [rule.until, rule.valid_to].every((end) => !end || day.number <= dayNumber(end)) && inSeason(rule.season, day.ofYear);
}

function inSeason(season: string | undefined, ofYear: number): boolean {
  if (!season) return true;
  const [first, last] = season.split("..").map((text) => Number(text.replace("-", ""))) as [number, number];
  return first <= last ? first <= ofYear && ofYear <= last : ofYear >= first || ofYear <= last;
}

/** Every so many weeks or months, counted from dtstart. */
function inTurn(rule: Rule, day: Day): boolean {
  const anchor = anchorOf(rule);
  const interval = rule.interval ?? 1;
  if (interval === 1 || !anchor) return true;
  if (rule.freq === "MONTHLY") return (day.month - anchor.month) % interval === 0;
  const start = WEEKDAYS.indexOf(rule.wkst ?? "MO");
  return (week(day, start) - week(anchor, start)) % interval === 0;
}

const week = (day: Day, start: number): number => Math.floor((day.number + 3 - start) / 7); // day 0 was a Thursday

function isNamed(rule: Rule, day: Day): boolean {
  const inMonth = numbersOf(rule.bymonthday);
  if (inMonth.length && !inMonth.includes(day.ofMonth) && !inMonth.includes(day.ofMonth - day.length - 1)) return false;
  const named = daysOf(rule.byday);
  if (named.length) return named.some(([nth, weekday]) => weekday === day.weekday && isNth(nth, day));
  const anchor = anchorOf(rule);
  if (inMonth.length || !anchor) return true;
  return rule.freq === "MONTHLY" ? day.ofMonth === anchor.ofMonth : day.weekday === anchor.weekday;
}

function isNth(nth: number, day: Day): boolean {
  if (nth < 0) return Math.floor((day.length - day.ofMonth) / 7) + 1 === -nth;
  return nth === 0 || Math.floor((day.ofMonth - 1) / 7) + 1 === nth;
}

function anchorOf(rule: Rule): Day | null {
  const start = rule.dtstart ?? rule.valid_from;
  return start ? dayOf(dayNumber(start)) : null;
}

/** Its minutes; 24:00 and the 23:59 of other software are the day's end. */
export function windowOf(rule: Rule): Span {
  const from = minutesOf(rule.opens_at ?? "00:00");
  let until = minutesOf(rule.closes_at ?? "24:00");
  if (until === DAY - 1) until = DAY;
  return [from, until > from ? until : until + DAY];
}

const minutesOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));

const kept = new Map<string, readonly (readonly [nth: number, weekday: number])[]>();

/** MO,-1FR is [[0, 0], [-1, 4]]. */
export function daysOf(byday = ""): readonly (readonly [nth: number, weekday: number])[] {
  let days = kept.get(byday);
  if (!days) {
    const parts = byday.split(",").filter(Boolean);
    days = parts.map((part) => [Number(part.slice(0, -2)), WEEKDAYS.indexOf(part.slice(-2))] as const);
    kept.set(byday, days);
  }
  return days;
}

const numbersOf = (text = ""): number[] => text.split(",").filter(Boolean).map(Number);

const days = new Map<number, Day>();

/** A civil day, taken apart once. */
export function dayOf(number: number): Day {
  let day = days.get(number);
  if (!day) {
    const date = new Date(number * 86_400_000);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    const length = Math.round((Date.UTC(year, month + 1, 1) - Date.UTC(year, month, 1)) / 86_400_000);
    const weekday = (((number + 3) % 7) + 7) % 7;
    const ofMonth = date.getUTCDate();
    day = { number, weekday, month: year * 12 + month + 1, ofMonth, length, ofYear: (month + 1) * 100 + ofMonth };
    days.set(number, day);
  }
  return day;
}

/** The civil day of a civil minute. */
export const dayOfMinute = (minute: number): number => Math.floor(minute / DAY);

/** Minutes since 1 January 1970 on the city's clock (+08:00), from this phone's milliseconds. */
export const civilMinute = (ms: number, offset = 480): number => Math.floor(ms / 60_000) + offset;
