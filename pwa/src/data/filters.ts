/** What of the catalogue is wanted, how many services each further wish would leave, and in which order a list shows them:
 *  words first, then what is open, one's own community before street, district and city, nearer, certified. Where the
 *  resident asks for the nearest first, nearness stands before the level. Nothing here knows the network or the clock. */
import type { Calendar } from "./calendar";
import { metres, type Point } from "./distance";
import type { Entry } from "./fragments";
import { isOpenAt, type OpenState, openState } from "./hours";
import type { Found } from "./search";
import { TERMS } from "./taxonomy.gen";

/** What is not named does not matter. */
export interface Wish {
  readonly category?: string; // a term, or a top category for all of its terms
  readonly audience?: string; // elderly, disabled, children, migrants
  readonly free?: boolean;
  readonly homeVisit?: boolean;
  readonly certified?: boolean;
  readonly openAt?: number; // civil minute
  readonly within?: number; // metres; what has no known place is not within
}

/** A service seen from where the resident is. */
export interface Seen {
  readonly entry: Entry;
  readonly distance: number | null; // metres; null: unknown
  /** As far as is known; one that is closed for the time being is so at every minute. */
  readonly isOpen: (minute: number) => boolean;
}

/** A service in its place in the list. */
export interface Listed extends Found {
  readonly isOpen: boolean;
  readonly level: number; // of the division that offers it: 4 the community, 1 the city
  readonly distance: number | null; // metres
  readonly certified: boolean;
  readonly seen: Seen;
}

/** How well each service fits what was typed, by its id; null: nothing was typed. */
export type Scores = ReadonlyMap<string, number> | null;

/** As a search gave them. */
export const scoresOf = (found: readonly Found[]): Scores => new Map(found.map(({ id, score }) => [id, score]));

const LEVELS = { city: 1, district: 2, street: 3, community: 4 } as const;
const FAR = Number.MAX_SAFE_INTEGER;

/** Everything, seen from `here`; null: nobody knows where that is. */
export function seenFrom(entries: readonly Entry[], calendar: Calendar, here: Point | null): Seen[] {
  return entries.map((entry) => {
    const known = new Map<number, boolean>();
    const isOpen = (minute: number): boolean => {
      let open = known.get(minute);
      if (open === undefined) {
        open = entry.status === "active" && isOpenAt(entry.rules, calendar, minute);
        known.set(minute, open);
      }
      return open;
    };
    return { entry, distance: here && distanceTo(entry, here), isOpen };
  });
}

/** Does a service meet every wish? */
export function meets({ entry, distance, isOpen }: Seen, wish: Wish): boolean {
  return (
    (!wish.category || termsOf(wish.category).includes(entry.category)) &&
    (!wish.audience || entry.audience.includes(wish.audience)) &&
    (!wish.free || entry.fee === 0) &&
    (!wish.homeVisit || entry.homeVisit) &&
    (!wish.certified || entry.provider.certificate !== "") &&
    (wish.within === undefined || (distance !== null && distance <= wish.within)) &&
    (wish.openAt === undefined || isOpen(wish.openAt))
  );
}

/** What fits the words, in the order of the catalogue. */
export const fitting = (all: readonly Seen[], scores: Scores): readonly Seen[] => (scores ? all.filter(({ entry }) => scores.has(entry.id)) : all);

/** How many would be left. */
export const left = (all: readonly Seen[], wish: Wish): number => all.reduce((count, seen) => count + Number(meets(seen, wish)), 0);

/** What meets the wishes, in the order of the list. `minute`: at which open stands before shut. */
export function list(all: readonly Seen[], scores: Scores, wish: Wish, minute: number, nearestFirst: boolean): Listed[] {
  const listed = fitting(all, scores)
    .filter((seen) => meets(seen, wish))
    .map((seen): Listed => {
      const { entry, distance } = seen;
      const certified = entry.provider.certificate !== "";
      return { id: entry.id, score: scores?.get(entry.id) ?? 0, isOpen: seen.isOpen(minute), level: LEVELS[entry.level], distance, certified, seen };
    });
  const isGood = good(listed);
  return listed.sort(nearestFirst ? (a, b) => Number(isGood(b)) - Number(isGood(a)) || nearer(a, b) || inList(a, b) : inList);
}

/** Whether a hit is nearly as good as the best: what comes below is only worth a look. */
export function good(listed: readonly Found[]): (one: Found) => boolean {
  const best = listed.reduce((most, { score }) => Math.max(most, score), 0);
  return ({ score }) => score * 4 >= best * 3;
}

/** The order of a list, as server/domain/search.py has it. */
function inList(a: Listed, b: Listed): number {
  return (
    b.score - a.score ||
    Number(b.isOpen) - Number(a.isOpen) ||
    b.level - a.level ||
    (a.distance ?? FAR) - (b.distance ?? FAR) ||
    Number(b.certified) - Number(a.certified) ||
    (a.id < b.id ? -1 : 1)
  );
}

/** Open before shut, then the shorter way. */
function nearer(a: Listed, b: Listed): number {
  return Number(b.isOpen) - Number(a.isOpen) || (a.distance ?? FAR) - (b.distance ?? FAR);
}

/** How a service stands; one that is closed for the time being is closed at every minute. */
export function stateOf(entry: Entry, calendar: Calendar, minute: number): OpenState | null {
  if (entry.status !== "active") return { state: "closed", sure: true, next: null, again: null, why: "" };
  return openState(entry.rules, calendar, minute);
}

/** In metres to the nearest of its places; null if none is known. */
export function distanceTo(entry: Entry, here: Point): number | null {
  let nearest: number | null = null;
  for (const { latitude, longitude } of entry.spots) {
    if (latitude === null || longitude === null) continue;
    const way = metres(here, { latitude, longitude });
    nearest = nearest === null ? way : Math.min(nearest, way);
  }
  return nearest;
}

/** How many services there are of each category. */
export function counts(all: readonly Seen[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const { entry } of all) found.set(entry.category, (found.get(entry.category) ?? 0) + 1);
  return found;
}

/** The terms that a filter means: a term itself, or all of a top category. */
function termsOf(code: string): string[] {
  if (TERMS.some((term) => term.code === code)) return [code];
  return TERMS.filter((term) => term.parent === code).map((term) => term.code);
}
