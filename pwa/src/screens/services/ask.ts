/** What is being looked for: the words, and the filters. It lives in the address, so that back and sharing work. */
export type Ask = {
  q: string;
  category: string; // a term's code, or "" for all
  audience: string; // elderly, disabled, children, migrants, or ""
  free: boolean;
  open: boolean;
  certified: boolean;
  visit: boolean;
  near: boolean; // nearest first
};

export type Filter = "free" | "open" | "certified" | "visit";

export const FILTERS: readonly Filter[] = ["free", "open", "certified", "visit"];

export function askOf(query: Record<string, string>): Ask {
  const on = (name: string): boolean => query[name] === "1";
  return {
    q: query.q ?? "", category: query.category ?? "", audience: query.for ?? "",
    free: on("free"), open: on("open"), certified: on("certified"), visit: on("visit"), near: on("near"),
  };
}

export function addressOf(ask: Ask): string {
  const query = new URLSearchParams();
  if (ask.q) query.set("q", ask.q);
  if (ask.category) query.set("category", ask.category);
  if (ask.audience) query.set("for", ask.audience);
  for (const name of [...FILTERS, "near"] as const) if (ask[name]) query.set(name, "1");
  const text = query.toString();
  return text ? `/search?${text}` : "/search";
}

/** Whether anything is asked at all; if not, the kinds of services are shown instead of all of them. */
export const isBlank = (ask: Ask): boolean => !ask.q.trim() && !ask.category && !ask.audience && FILTERS.every((name) => !ask[name]);

export const isFiltered = (ask: Ask): boolean => ask.category !== "" || ask.audience !== "" || FILTERS.some((name) => ask[name]);

/** The same words without filters. */
export const unfiltered = (ask: Ask): Ask => ({ ...askOf({}), q: ask.q, near: ask.near });

const LARGE_TEXT = /长辈|关怀|大字|适老|老年版|字体|large text|big letters/i;

/** Somebody looks for larger letters, not for a service. */
export const wantsLargeText = (q: string): boolean => LARGE_TEXT.test(q);
