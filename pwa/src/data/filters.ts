/** What of the catalogue is wanted, how each service stands at a minute, and in which order a list shows them: words
 *  first, then what is open, one's own community before street, district and city, nearer, certified. */
import type { Calendar } from "./calendar";
import { metres, type Point } from "./distance";
import type { Entry } from "./fragments";
import { isOpenAt, type OpenState, openState } from "./hours";
import { type Found, inList, type Standing } from "./search";
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

/** A service as a list shows it. */
export interface Listed extends Standing, Found {
  readonly entry: Entry;
  readonly state: OpenState | null; // null: nothing is known of its hours
}

const LEVELS = { city: 1, district: 2, street: 3, community: 4 } as const;
const OPEN: ReadonlySet<string> = new Set(["open", "closes_soon", "usually"]);

/** Does a service meet every wish? `distance` in metres, null if unknown. */
export function meets(entry: Entry, wish: Wish, calendar: Calendar, distance: number | null): boolean {
  return (
    (!wish.category || termsOf(wish.category).includes(entry.category)) &&
    (!wish.audience || entry.audience.includes(wish.audience)) &&
    (!wish.free || entry.fee === 0) &&
    (!wish.homeVisit || entry.homeVisit) &&
    (!wish.certified || entry.provider.certificate !== "") &&
    (wish.openAt === undefined || (entry.status === "active" && isOpenAt(entry.rules, calendar, wish.openAt))) &&
    (wish.within === undefined || (distance !== null && distance <= wish.within))
  );
}

/** What meets the wishes, in the order of the list. `found`: what a search gave; null: nothing was typed. `minute`: now. */
export function list(
  entries: readonly Entry[],
  found: readonly Found[] | null,
  wish: Wish,
  calendar: Calendar,
  minute: number,
  here: Point | null,
): Listed[] {
  const scores = found && new Map(found.map((each) => [each.id, each.score]));
  return entries
    .filter((entry) => !scores || scores.has(entry.id))
    .map((entry) => ({ entry, distance: here && distanceTo(entry, here) }))
    .filter(({ entry, distance }) => meets(entry, wish, calendar, distance))
    .map(({ entry, distance }) => {
      const state = stateOf(entry, calendar, minute);
      const score = scores?.get(entry.id) ?? 0;
      const certified = entry.provider.certificate !== "";
      return { id: entry.id, score, isOpen: countsAsOpen(state), level: LEVELS[entry.level], distance, certified, entry, state };
    })
    .sort(inList);
}

/** How a service stands; one that is closed for the time being is closed at every minute. */
export function stateOf(entry: Entry, calendar: Calendar, minute: number): OpenState | null {
  if (entry.status !== "active") return { state: "closed", sure: true, next: null, again: null, why: "" };
  return openState(entry.rules, calendar, minute);
}

/** Open, as far as is known. */
export const countsAsOpen = (state: OpenState | null): boolean => state !== null && OPEN.has(state.state);

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
export function counts(entries: readonly Entry[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const { category } of entries) found.set(category, (found.get(category) ?? 0) + 1);
  return found;
}

/** The terms that a filter means: a term itself, or all of a top category. */
function termsOf(code: string): string[] {
  if (TERMS.some((term) => term.code === code)) return [code];
  return TERMS.filter((term) => term.parent === code).map((term) => term.code);
}
