/** Opening hours in words: each rule as one sentence, for what the form cannot show, for the history, for two versions side by side. */
import { dayNumber } from "../../../data/calendar";
import { daysOf, type Rule } from "../../../data/hours";
import { lang } from "../../../i18n";
import { directoryWords } from "../../../i18n/directory";

/** "周一到周五 8:30–12:00，节假日照国家安排". */
export function ruleWords(rule: Rule): string {
  const w = directoryWords.value.hours;
  const { holidays = "work", closed, note } = rule;
  const parts = [turnWords(rule), closed ? w.shut : windowWords(rule), ...boundsOf(rule), closed ? "" : w.policies[holidays], note ?? ""];
  return parts.filter(Boolean).join(w.comma);
}

export function daysWords(days: readonly number[]): string {
  const w = directoryWords.value.hours;
  const [first, last] = [days[0], days[days.length - 1]];
  const isRun = days.length > 2 && first !== undefined && last !== undefined && last - first === days.length - 1;
  return isRun ? w.run(w.days[first] ?? "", w.days[last] ?? "") : days.map((day) => w.days[day]).join(w.and);
}

/** "8:30–12:00", "22:00–第二天 6:00", "24 小时". */
export function windowWords({ opens_at = "00:00", closes_at = "24:00" }: Rule): string {
  const w = directoryWords.value.hours;
  if (opens_at === "00:00" && ["24:00", "23:59"].includes(closes_at)) return w.wholeDay;
  const [from, until] = [short(opens_at), short(closes_at)];
  return `${from}–${closes_at <= opens_at ? w.nextDay(until) : until}`;
}

/** "每月第一个、最后一个周五", "每月 15 日、最后一天". */
export function monthWords(nth: readonly number[], days: readonly number[], dates: readonly number[]): string {
  const w = directoryWords.value.hours;
  if (dates.length) return w.everyMonth(dates.map((date) => (date < 0 ? (w.lastDates[-date - 1] ?? String(date)) : w.date(date))).join(w.and));
  return w.everyMonth(`${nth.map((each) => w.nth[String(each)] ?? String(each)).join(w.and)}${lang.value === "en" ? " " : ""}${daysWords(days)}`);
}

/** "6 月 15 日到 9 月 15 日" of every year. */
export function seasonWords(season: string): string {
  const w = directoryWords.value.hours;
  const [from = "", to = ""] = season.split("..").map((text) => w.monthDay(Number(text.slice(0, 2)), Number(text.slice(3))));
  return w.everyYear(from, to);
}

function turnWords(rule: Rule): string {
  const w = directoryWords.value.hours;
  const { freq, interval = 1, byday, bymonthday } = rule;
  const days = daysOf(byday);
  const weekdays = distinct(days.map(([, day]) => day));
  const every = interval === 1 ? "" : freq === "MONTHLY" ? w.everyMonths(interval) : w.everyWeeks(interval);
  if (freq !== "MONTHLY") return [every, daysWords(weekdays)].filter(Boolean).join(w.comma);
  const dates = (bymonthday ?? "").split(",").filter(Boolean).map(Number);
  const ordinals = distinct(days.map(([nth]) => nth));
  const isGrid = days.length === ordinals.length * weekdays.length;
  const named = days.map(([nth, day]) => monthWords([nth], [day], [])).join(w.and);
  return [every, dates.length ? monthWords([], [], dates) : "", !days.length ? "" : isGrid ? monthWords(ordinals, weekdays, []) : named].filter(Boolean).join(w.comma);
}

function boundsOf({ dtstart, until, valid_from, valid_to, season }: Rule): string[] {
  const w = directoryWords.value.hours;
  const [from, to] = [valid_from ?? dtstart, valid_to ?? until];
  return [season ? seasonWords(season) : "", from && from === to ? dateWords(from) : [from ? w.from(dateWords(from)) : "", to ? w.until(dateWords(to)) : ""].join("")];
}

/** "2026 年 5 月 1 日". */
export function dateWords(date: string): string {
  const day = new Date(dayNumber(date) * 86_400_000);
  return directoryWords.value.hours.fullDate(day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate());
}

const short = (clock: string): string => clock.replace(/^0(?=\d)/, "");

const distinct = (numbers: readonly number[]): number[] => [...new Set(numbers)];
