/** How a place stands, in words and with a look: ● open, ◐ closes within two hours, ○ shut. Shape first, then colour. */
import { civilTime, DAY } from "../../data/civil";
import type { OpenState } from "../../data/hours";
import { servicesWords } from "../../i18n/services";

export type OpenLine = { look: "open" | "soon" | "shut"; text: string };

const SOON = 120; // minutes
const NOON = [660, 840] as const; // 11:00 to 14:00: a break that begins here is for lunch

/** `minute`: civil minutes now. null: nobody wrote down when it is open. */
export function openLine(at: OpenState | null, minute: number): OpenLine {
  const w = servicesWords.value;
  if (!at) return { look: "shut", text: w.hoursAsk };
  if (at.state === "usually") return { look: "soon", text: w.usuallyOpen };
  if (at.state === "open" || at.state === "closes_soon") return open(at, minute);
  const when = at.next === null ? null : whenWords(at.next, minute);
  if (at.state === "holiday") return { look: "shut", text: when ? w.holidayUntil(at.why, when) : w.holiday(at.why) };
  if (!when) return { look: "shut", text: at.why || w.shut };
  return { look: "shut", text: at.sure ? w.opensAt(when) : w.probablyOpensAt(when) };
}

function open(at: OpenState, minute: number): OpenLine {
  const w = servicesWords.value;
  if (at.next === null) return { look: "open", text: w.openAlways };
  const closes = whenWords(at.next, minute);
  if (at.next - minute > SOON) return { look: "open", text: w.openTill(closes) };
  if (at.again === null) return { look: "soon", text: w.closesAt(closes) };
  const ofDay = at.next % DAY;
  return { look: "soon", text: ofDay >= NOON[0] && ofDay <= NOON[1] ? w.lunchAt(closes) : w.breakAt(closes) };
}

/** "14:00" today, "明天 8:30", "周三 14:00" within a week, "10 月 8 日 8:30" beyond. */
export function whenWords(then: number, minute: number): string {
  const w = servicesWords.value;
  const time = civilTime(then);
  const ahead = time.day - Math.floor(minute / DAY);
  if (ahead === 0 || (ahead === 1 && time.clock === "0:00")) return ahead === 0 ? time.clock : "24:00";
  if (ahead === 1) return w.tomorrowAt(time.clock);
  if (ahead < 7) return w.onDayAt(w.days[time.weekday] ?? "", time.clock);
  return w.onDayAt(w.date(time.month, time.ofMonth), time.clock);
}

/** What comes after, for the service's own screen: "13:30 再开". */
export function thenWords(at: OpenState | null, minute: number): string {
  const w = servicesWords.value;
  if (!at || at.again === null) return "";
  return w.againAt(whenWords(at.again, minute));
}
