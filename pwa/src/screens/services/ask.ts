/** What is being looked for: the words, and the filters. It lives in the address, so that back and sharing work; where the
 *  phone is never stands there. */
import { dayNumber } from "../../data/calendar";
import { DAY } from "../../data/civil";
import type { Wish } from "../../data/filters";

export type Ask = {
  q: string;
  category: string; // a term's or a top category's code, or "" for all
  audience: string; // elderly, disabled, children, migrants, or ""
  within: number; // metres; 0: however far
  at: string; // open at this day and hour of the city: 2026-10-10T09:00, or ""
  open: boolean; // now
  free: boolean;
  visit: boolean;
  certified: boolean;
  near: boolean | null; // nearest first; null: if the phone knows where it is
};

export type Filter = "open" | "free" | "visit" | "certified";

export const FILTERS: readonly Filter[] = ["open", "free", "visit", "certified"];
export const AUDIENCES = ["elderly", "disabled", "children", "migrants"] as const;
export const WAYS = [500, 1000, 3000, 5000] as const; // metres

const MOMENT = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d$/;

/** What an address asks for; what it asks wrongly is left out. */
export function askOf(query: Record<string, string>): Ask {
  const on = (name: string): boolean => query[name] === "1";
  const within = Number(query.within);
  const at = query.at ?? "";
  return {
    q: query.q ?? "", category: query.category ?? "", audience: query.for ?? "",
    within: WAYS.some((way) => way === within) ? within : 0, at: MOMENT.test(at) ? at : "",
    open: on("open"), free: on("free"), visit: on("visit"), certified: on("certified"),
    near: query.near === undefined ? null : on("near"),
  };
}

export function addressOf(ask: Ask): string {
  const query = new URLSearchParams();
  const put = (name: string, value: string): void => {
    if (value) query.set(name, value);
  };
  put("q", ask.q);
  put("category", ask.category);
  put("for", ask.audience);
  put("within", ask.within ? String(ask.within) : "");
  put("at", ask.at);
  for (const name of FILTERS) put(name, ask[name] ? "1" : "");
  if (ask.near !== null) query.set("near", ask.near ? "1" : "0");
  const text = query.toString();
  return text ? `/search?${text}` : "/search";
}

/** The wish that the filters make. `minute`: now. */
export function wishOf(ask: Ask, minute: number): Wish {
  const openAt = minuteOf(ask, minute);
  return {
    category: ask.category, audience: ask.audience, free: ask.free, homeVisit: ask.visit, certified: ask.certified,
    ...(ask.open || ask.at ? { openAt } : {}),
    ...(ask.within ? { within: ask.within } : {}),
  };
}

/** The civil minute that is asked about: the chosen one, else now. */
export function minuteOf({ at }: Ask, now: number): number {
  return at ? dayNumber(at) * DAY + Number(at.slice(11, 13)) * 60 + Number(at.slice(14)) : now;
}

/** Whether anything is asked at all; if not, the kinds of services are shown instead of all of them. */
export const isBlank = (ask: Ask): boolean => !ask.q.trim() && !isFiltered(ask);

export const isFiltered = (ask: Ask): boolean => chosen(ask) > 0;

/** How many filters are set. */
export const chosen = ({ category, audience, within, at, ...ask }: Ask): number =>
  [category, audience, within, at, ...FILTERS.map((name) => ask[name])].filter(Boolean).length;

/** The same words without filters. */
export const unfiltered = (ask: Ask): Ask => ({ ...askOf({}), q: ask.q, near: ask.near });

const LARGE_TEXT = /长辈|关怀|大字|适老|老年版|字体|large text|big letters/i;

/** Somebody looks for larger letters, not for a service. */
export const wantsLargeText = (q: string): boolean => LARGE_TEXT.test(q);
