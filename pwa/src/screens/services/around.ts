/** The catalogue as the lists show it: seen from here, how each service stands, how far it is, in words. What is wanted and
 *  in which order is the business of data/filters. */
import { computed } from "@preact/signals";

import { catalogue, entryText } from "../../data/catalogue";
import { UNKNOWN } from "../../data/calendar";
import { roundMetres, walkMinutes } from "../../data/distance";
import { distanceTo, list, type Seen, seenFrom, stateOf } from "../../data/filters";
import type { Entry } from "../../data/fragments";
import { place } from "../../data/place";
import { type Position, position } from "../../data/position";
import { textSize } from "../../data/prefs";
import { TERMS, type Term } from "../../data/taxonomy.gen";
import { servicesWords } from "../../i18n/services";
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
