/** The catalogue as the lists show it: how each service stands now, how far it is, in which order. */
import { type Catalogue, type Entry, entryText, search } from "../../data/catalogue";
import { isOpenAt, openState } from "../../data/hours";
import { type Level, place } from "../../data/place";
import { type Position, position } from "../../data/position";
import { textSize } from "../../data/prefs";
import { inList } from "../../data/search";
import { TERMS, type Term } from "../../data/taxonomy.gen";
import { servicesWords } from "../../i18n/services";
import type { Ask } from "./ask";
import { metresBetween, roundMetres, walkMinutes } from "./distance";
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
  isOpen: boolean;
  metres: number | null;
  distance: string; // in words; "" when unknown
};

const RANK: Record<Level, number> = { city: 1, district: 2, street: 3, community: 4 };
const TERM_BY_CODE = new Map(TERMS.map((term) => [term.code, term]));
const LONGEST_SUMMARY = 60; // characters

export const termOf = (code: string): Term | undefined => TERM_BY_CODE.get(code);

/** How many services there are of each kind. */
export function countsOf(here: Catalogue): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { category } of here.entries) counts.set(category, (counts.get(category) ?? 0) + 1);
  return counts;
}

/** What is open now, nearest first: on foot where we know where we are, else in the network. */
export function openNow(here: Catalogue): Around[] {
  return here.entries.map((entry) => look(entry, here)).filter((found) => found.isOpen).sort(byNearness);
}

/** What opens first, when nothing is open. */
export function openingNext(here: Catalogue): Around[] {
  return here.entries.map((entry) => look(entry, here)).sort((a, b) => a.opensAt - b.opensAt || byNearness(a, b));
}

/** What fits the words and the filters, best first or, if so asked, nearest first. */
export function findAround(here: Catalogue, ask: Ask): Around[] {
  const scores = ask.q.trim() ? new Map(search(ask.q).map(({ id, score }) => [id, score])) : null;
  const found = here.entries
    .filter((entry) => (scores ? scores.has(entry.id) : true) && fits(entry, ask))
    .map((entry) => look(entry, here))
    .filter((one) => !ask.open || one.isOpen);
  if (ask.near && whereFrom()) return found.sort(byNearness);
  return found.sort((a, b) => inList(standing(a, scores), standing(b, scores)));
}

function fits(entry: Entry, ask: Ask): boolean {
  if (ask.category && entry.category !== ask.category) return false;
  if (ask.audience && !entry.audience.includes(ask.audience)) return false;
  if (ask.free && entry.fee !== 0) return false;
  if (ask.certified && !entry.provider.certificate) return false;
  return !ask.visit || entry.homeVisit;
}

/** One service, looked at from here and now. */
export function look(entry: Entry, here: Catalogue): Around {
  const minute = minuteNow.value;
  const state = openState(entry.rules, here.calendar, minute);
  const metres = metresTo(entry);
  const runs = entry.status === "active";
  return {
    entry,
    name: entryText(entry, "name"),
    summary: firstClause(entryText(entry, "description")),
    term: termOf(entry.category),
    line: runs ? openLine(state, minute) : { look: "shut", text: servicesWords.value.temporarilyClosed },
    opensAt: state?.next ?? Number.POSITIVE_INFINITY,
    isOpen: runs && isOpenAt(entry.rules, here.calendar, minute),
    metres,
    distance: metres === null ? "" : distanceWords(metres),
  };
}

/** Metres for most; minutes on foot for whoever reads large letters, since that is what they walk. */
function distanceWords(metres: number): string {
  const w = servicesWords.value;
  const isFar = metres > 3000;
  return textSize.value === "std" || isFar ? w.distance(roundMetres(metres)) : w.walk(walkMinutes(metres));
}

/** From where distances count: the phone, if it was asked; else the office of one's community. */
export const whereFrom = (): Position | null => position.value ?? place.value?.centre ?? null;

export function metresTo(entry: Entry): number | null {
  const from = whereFrom();
  if (!from) return null;
  const metres = entry.spots.flatMap(({ latitude, longitude }) =>
    latitude === null || longitude === null ? [] : [metresBetween(from, { latitude, longitude })],
  );
  return metres.length ? Math.min(...metres) : null;
}

function byNearness(a: Around, b: Around): number {
  const far = Number.POSITIVE_INFINITY;
  const onFoot = (a.metres ?? far) - (b.metres ?? far);
  return (Number.isNaN(onFoot) ? 0 : onFoot) || RANK[b.entry.level] - RANK[a.entry.level] || (a.entry.id < b.entry.id ? -1 : 1);
}

const standing = ({ entry, isOpen, metres }: Around, scores: ReadonlyMap<string, number> | null) => ({
  id: entry.id,
  score: scores?.get(entry.id) ?? 0,
  isOpen,
  level: RANK[entry.level],
  distance: metres === null ? null : Math.round(metres),
  certified: entry.provider.certificate !== "",
});

/** The first sentence, cut where a comma stands if it is long: names are never cut, summaries may be. */
function firstClause(text: string): string {
  const sentence = /^[^。\n]*|^[^.\n]*/.exec(text)?.[0] ?? "";
  return sentence.length <= LONGEST_SUMMARY ? sentence : `${sentence.slice(0, LONGEST_SUMMARY)}…`;
}
