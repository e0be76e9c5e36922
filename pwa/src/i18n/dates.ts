/** Days and hours as people say them: 今天 9:42, 4 月 17 日, 24-hour clock, always in the city's zone. */
import { city } from "../data/city";
import { lang } from "./index";

type Moment = Date | string | number;
type Parts = { year: number; month: number; day: number; hour: number; minute: string; weekday: number };

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const formats = new Map<string, Intl.DateTimeFormat>();

/** "今天 9:42", "昨天 18:05", "4 月 17 日 9:42", "2025 年 4 月 17 日"; "today 9:42", "17 Apr, 9:42". */
export function moment(at: Moment, now: Moment = Date.now()): string {
  const then = partsOf(at);
  if (then.year !== partsOf(now).year) return day(at, now);
  return `${day(at, now)}${lang.value === "en" && !isNear(at, now) ? "," : ""} ${then.hour}:${then.minute}`;
}

/** "今天", "昨天", "明天", "4 月 17 日", "2025 年 4 月 17 日"; "today", "17 Apr", "17 Apr 2025". */
export function day(at: Moment, now: Moment = Date.now()): string {
  const near = nearness(at, now);
  const chinese = lang.value !== "en";
  if (near === 0) return chinese ? "今天" : "today";
  if (near === -1) return chinese ? "昨天" : "yesterday";
  if (near === 1) return chinese ? "明天" : "tomorrow";
  return date(at, partsOf(at).year !== partsOf(now).year);
}

/** "4 月 17 日" or, with the year, "2025 年 4 月 17 日"; "17 Apr", "17 Apr 2025". */
export function date(at: Moment, withYear = false): string {
  const { year, month, day: dayOfMonth } = partsOf(at);
  if (lang.value === "en") {
    const name = format("en-GB", { month: "short" }).format(new Date(at));
    return `${dayOfMonth} ${name}${withYear ? ` ${year}` : ""}`;
  }
  return `${withYear ? `${year} 年 ` : ""}${month} 月 ${dayOfMonth} 日`;
}

/** "9:42". */
export function clock(at: Moment): string {
  const { hour, minute } = partsOf(at);
  return `${hour}:${minute}`;
}

/** "周三", "Wed". */
export function weekday(at: Moment): string {
  const index = partsOf(at).weekday;
  return lang.value === "en" ? (WEEKDAYS[index] ?? "") : `周${"日一二三四五六"[index]}`;
}

/** "2026-11-24": the civil day in the city. */
export function civilDay(at: Moment): string {
  const { year, month, day: dayOfMonth } = partsOf(at);
  return `${year}-${String(month).padStart(2, "0")}-${String(dayOfMonth).padStart(2, "0")}`;
}

const isNear = (at: Moment, now: Moment): boolean => Math.abs(nearness(at, now)) <= 1;

/** Civil days from `now` to `at`. */
function nearness(at: Moment, now: Moment): number {
  return Math.round((Date.parse(civilDay(at)) - Date.parse(civilDay(now))) / 86_400_000);
}

function partsOf(at: Moment): Parts {
  const fields = Object.fromEntries(
    format("en-GB", {
      year: "numeric", month: "numeric", day: "numeric", weekday: "short", hour: "numeric", minute: "2-digit", hourCycle: "h23",
    }).formatToParts(new Date(at)).map((part) => [part.type, part.value]),
  );
  return {
    year: Number(fields.year), month: Number(fields.month), day: Number(fields.day),
    hour: Number(fields.hour), minute: fields.minute ?? "00", weekday: WEEKDAYS.indexOf(fields.weekday ?? "Sun"),
  };
}

function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + Object.keys(options).join();
  const kept = formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone: city.time_zone });
  formats.set(key, kept);
  return kept;
}
