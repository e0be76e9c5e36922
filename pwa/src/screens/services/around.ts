/** The catalogue as the lists show it: seen from here, how each service stands, how far it is, in words. What is wanted and
 *  in which order is the business of data/filters. */
import { computed } from "@preact/signals";

import { catalogue, entryText, search } from "../../data/catalogue";
import { UNKNOWN } from "../../data/calendar";
import { roundMetres, walkMinutes } from "../../data/distance";
import { distanceTo, fitting, good, left, list, type Scores, scoresOf, type Seen, seenFrom, stateOf, type Wish } from "../../data/filters";
import type { Entry } from "../../data/fragments";
import { place } from "../../data/place";
import { type Position, position } from "../../data/position";
import { textSize } from "../../data/prefs";
import { TERMS, type Term } from "../../data/taxonomy.gen";
import { servicesWords } from "../../i18n/services";
import { type Ask, minuteOf, wishOf } from "./ask";
import { minuteNow } from "./now";
import { type OpenLine, openLine } from "./openLine";

/** One service in a list. */
export type Around = {
  entry: Entry;
  name: string;
  summary: string;
  term: Term | undefined;
  line: OpenLine;
  opensAt: number; // civil minute; Infinity: nobody knows
  distance: string; // in words; "" when unknown
};

const TERM_BY_CODE = new Map(TERMS.map((term) => [term.code, term]));
const LONGEST_SUMMARY = 60; // characters
const LONGEST_WALK = { std: 20, large: 60, xlarge: 60 }; // minutes: what one would walk; beyond, how far it is

export const termOf = (code: string): Term | undefined => TERM_BY_CODE.get(code);

/** From where distances count: the phone, if it was asked; else the office of one's community. */
export const whereFrom = (): Position | null => position.value ?? place.value?.centre ?? null;

/** The whole catalogue, seen from there. */
export const around = computed<readonly Seen[]>(() => {
  const here = catalogue.value;
  return here ? seenFrom(here.entries, here.calendar, whereFrom()) : [];
});

/** What is open now, nearest first. */
export const openNow = (): Seen[] => list(around.value, null, { openAt: minuteNow.value }, minuteNow.value, true).map(({ seen }) => seen);

/** What opens first, when nothing is open. */
export function openingNext(all: readonly Seen[], minute = minuteNow.value): Around[] {
  return all.map((seen) => look(seen.entry, minute)).sort((a, b) => a.opensAt - b.opensAt);
}

/** What fits, and what the list has to say of itself. */
export type Answer = {
  found: readonly Seen[];
  all: readonly Seen[]; // what the words alone find: what each further filter would leave is counted among these
  minute: number; // at which they are shown
  shutThen: boolean; // nothing is open at the moment that was asked for: what is shown is what would fit otherwise
  next: Around | null; // nothing that fits well is open: what opens first
};

/** What fits the words and the filters, best first or, if so asked, nearest first. */
export function answerTo(ask: Ask): Answer {
  const scores = ask.q.trim() ? scoresOf(search(ask.q)) : null;
  const now = minuteNow.value;
  const minute = minuteOf(ask, now);
  const wish = wishOf(ask, now);
  const all = fitting(around.value, scores);
  const open = listed(all, scores, wish, minute, ask);
  const { openAt, ...anyTime } = wish;
  const shutThen = !open.length && openAt !== undefined;
  const shown = shutThen ? listed(all, scores, anyTime, minute, ask) : open;
  const isGood = good(shown);
  const best = shown.filter(isGood);
  const next = best.some(({ isOpen }) => isOpen) ? null : (openingNext(best.map(({ seen }) => seen), minute)[0] ?? null);
  return { found: shown.map(({ seen }) => seen), all, minute, shutThen: shutThen && shown.length > 0, next };
}

const listed = (all: readonly Seen[], scores: Scores, wish: Wish, minute: number, ask: Ask) => list(all, scores, wish, minute, isNearFirst(ask));

/** Nearest first if it was asked for, or where the phone knows where it is; never where nobody knows. */
export const isNearFirst = ({ near }: Ask): boolean => whereFrom() !== null && (near ?? position.value !== null);

/** How many services would be left of these, were this asked for too. */
export const leftOf = (all: readonly Seen[], ask: Ask): number => left(all, wishOf(ask, minuteNow.value));

/** One service as it stands at a civil minute. */
export function look(entry: Entry, minute: number): Around {
  const state = stateOf(entry, catalogue.value?.calendar ?? UNKNOWN, minute);
  const runs = entry.status === "active";
  return {
    entry,
    name: entryText(entry, "name"),
    summary: firstClause(entryText(entry, "description")),
    term: termOf(entry.category),
    line: runs ? openLine(state, minute) : { look: "shut", text: servicesWords.value.temporarilyClosed },
    opensAt: state?.next ?? Number.POSITIVE_INFINITY,
    distance: distanceWords(metresTo(entry)),
  };
}

/** Minutes on foot as long as one would walk, and kilometres beyond: whoever reads large letters walks, and further. */
function distanceWords(metres: number | null): string {
  const w = servicesWords.value;
  if (metres === null) return "";
  const minutes = walkMinutes(metres);
  return minutes <= LONGEST_WALK[textSize.value] ? w.walk(minutes) : w.distance(roundMetres(metres));
}

export function metresTo(entry: Entry): number | null {
  const from = whereFrom();
  return from && distanceTo(entry, from);
}

/** The first sentence, cut where a comma stands if it is long: names are never cut, summaries may be. */
function firstClause(text: string): string {
  const sentence = /^[^。\n]*|^[^.\n]*/.exec(text)?.[0] ?? "";
  return sentence.length <= LONGEST_SUMMARY ? sentence : `${sentence.slice(0, LONGEST_SUMMARY)}…`;
}
