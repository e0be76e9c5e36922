/** How a place stands, in words and with a look: ● open, ◐ closes within two hours, ○ shut. Shape first, then colour. */
import { dayNumber } from "../../data/calendar";
import { catalogue } from "../../data/catalogue";
import { civilTime, DAY } from "../../data/civil";
import type { OpenState } from "../../data/hours";
import { lang } from "../../i18n";
import { servicesWords } from "../../i18n/services";
import { minuteNow } from "./now";

export type OpenLine = { look: "open" | "soon" | "shut"; text: string };

const SOON = 120; // minutes
const NOON = [660, 900] as const; // a break that begins from 11:00 on, or ends by 15:00, is for lunch

/** `minute`: civil minutes now, or those that are asked about. null: nobody wrote down when it is open. */
export function openLine(at: OpenState | null, minute: number): OpenLine {
  const w = servicesWords.value;
  if (!at) return { look: "shut", text: w.hoursAsk };
  if (at.state === "usually") return { look: "soon", text: w.usuallyOpen };
  if (at.state === "open" || at.state === "closes_soon") return open(at, minute);
  return { look: "shut", text: shut(at, minute) };
}

function open(at: OpenState, minute: number): OpenLine {
  const w = servicesWords.value;
  if (at.next === null) return { look: "open", text: w.openAlways };
  const closes = whenWords(at.next, minute);
  if (at.next - minute > SOON) return { look: "open", text: w.openTill(closes) };
  const isForLunch = at.again !== null && isNoon(at.next);
  if (at.state === "closes_soon") {
    const minutes = at.next - minute;
    return { look: "soon", text: isForLunch ? w.lunchIn(minutes) : w.closesIn(minutes) };
  }
  if (at.again === null) return { look: "soon", text: w.closesAt(closes) };
  return { look: "soon", text: isForLunch ? w.lunchAt(closes) : w.breakAt(closes) };
}

function shut(at: OpenState, minute: number): string {
  const w = servicesWords.value;
  if (at.next === null) return at.state === "holiday" ? w.holiday(holidayName(at.why)) : at.why || w.shut;
  const when = whenWords(at.next, minute);
  const said = {
    holiday: () => w.holidayUntil(holidayName(at.why), dayWords(at.next ?? 0, minute)),
    break: () => (isNoon(at.next ?? 0) ? w.lunchUntil(when) : w.breakUntil(when)),
    closed: () => (at.why ? w.shutUntil(at.why, when) : w.opensAt(when)),
  }[at.state as "holiday" | "break" | "closed"]();
  return at.sure ? said : w.callFirst(said);
}

const isNoon = (minute: number): boolean => NOON[0] <= minute % DAY && minute % DAY <= NOON[1];

/** The state's calendar is written in Chinese; the catalogue knows what its days are called in English. */
export function holidayName(chinese: string): string {
  return lang.value === "en" ? (catalogue.value?.calendar.english[chinese] ?? chinese) : chinese;
}

/** "14:00" today, "明天 8:30", "周三 14:00" within a week, "10 月 8 日 8:30" beyond. */
export function whenWords(then: number, minute: number): string {
  const w = servicesWords.value;
  const time = civilTime(then);
  const ahead = time.day - Math.floor(minute / DAY);
  if (ahead === 0 || (ahead === 1 && time.clock === "0:00")) return ahead === 0 ? time.clock : "24:00";
  if (ahead === 1) return w.tomorrowAt(time.clock);
  if (ahead < 7) return w.onDayAt(w.days[time.weekday] ?? "", time.clock);
  return dayWords(then, minute);
}

/** With the date as soon as it is not tomorrow: of a holiday people know the date. */
function dayWords(then: number, minute: number): string {
  const w = servicesWords.value;
  const time = civilTime(then);
  const ahead = time.day - Math.floor(minute / DAY);
  return ahead < 2 ? whenWords(then, minute) : w.onDayAt(w.date(time.month, time.ofMonth), time.clock);
}

/** A moment of the city's clock as the address has it, 2026-10-10T09:00: "10 月 10 日周六 9:00". */
export function momentWords(at: string): string {
  const w = servicesWords.value;
  const minute = dayNumber(at) * DAY;
  const { month, ofMonth, weekday } = civilTime(minute);
  const [year, thisYear] = [yearOf(minute), yearOf(minuteNow.value)];
  const date = year === thisYear ? w.date(month, ofMonth) : w.dateOfYear(year, w.date(month, ofMonth));
  const clock = at.slice(11).replace(/^0/, "");
  return w.dayAndHour(date, w.days[weekday] ?? "", clock);
}

/** The civil year of a civil minute. */
export const yearOf = (minute: number): number => new Date(minute * 60_000).getUTCFullYear();

/** What comes after, for the service's own screen: "13:30 再开". */
export function thenWords(at: OpenState | null, minute: number): string {
  const w = servicesWords.value;
  if (!at || at.again === null) return "";
  return w.againAt(whenWords(at.again, minute));
}
