/** Services that the resident keeps: of any community, each with its own record as it was last seen, so that they open
 *  without a network and after a move. Known to this phone alone. */
import { effect, signal } from "@preact/signals";

import { type Catalogue, catalogue, type Entry, entryOf } from "./catalogue";
import { withShelf } from "./db";
import { keeping } from "./keep";
import { levelOf } from "./place";

export type Favourite = {
  id: string;
  at: number; // when it was kept, ms
  entry: Entry;
  gone: boolean; // its own division no longer names it
};

declare module "./db" {
  interface Rows {
    favourites: Favourite;
  }
}

/** The newest first. */
export const favourites = signal<readonly Favourite[]>([]);

export const isFavourite = (id: string): boolean => favourites.value.some((one) => one.id === id);

/** The record of one that is kept; undefined: it is not. */
export const favouriteOf = (id: string): Entry | undefined => favourites.value.find((one) => one.id === id)?.entry;

/** Keeps a service, or no longer; gives whether it is kept now. `entry`: for one that the catalogue on the screen does not
 *  have. Throws PhoneFull; nothing has changed then. */
export async function toggleFavourite(id: string, entry: Entry | undefined = entryOf(id)): Promise<boolean> {
  const kept = favourites.peek();
  if (kept.some((one) => one.id === id)) {
    await keeping(["favourites"], (tx) => tx.objectStore("favourites").delete(id));
    favourites.value = kept.filter((one) => one.id !== id);
    return false;
  }
  if (!entry) return false;
  const favourite = { id, at: Date.now(), entry, gone: false };
  await keeping(["favourites"], (tx) => tx.objectStore("favourites").put(favourite));
  favourites.value = [favourite, ...kept];
  return true;
}

/** What this phone keeps; resolves when it is known. */
export const favouritesKept: Promise<void> = globalThis.indexedDB ? read().catch(() => {}) : Promise.resolve();

async function read(): Promise<void> {
  const rows = await withShelf((db) => db.getAll("favourites"));
  favourites.value = rows.sort((a, b) => b.at - a.at);
}

/** Those whose record is not what this catalogue says now, with what it says. English that was read once stays. */
export function renewed(kept: readonly Favourite[], here: Catalogue): Favourite[] {
  const now = new Map(here.entries.map((entry) => [entry.id, entry]));
  return kept.flatMap((old) => {
    const entry = now.get(old.id);
    if (!entry && !holds(here, old.entry.division)) return [];
    const next = entry ? { ...old, entry: { ...entry, english: { ...old.entry.english, ...entry.english } }, gone: false } : { ...old, gone: true };
    return JSON.stringify(next) === JSON.stringify(old) ? [] : [next];
  });
}

async function renew(here: Catalogue): Promise<void> {
  await favouritesKept;
  const changed = renewed(favourites.peek(), here);
  if (!changed.length) return;
  await keeping(["favourites"], (tx) => Promise.all(changed.map((one) => tx.objectStore("favourites").put(one))));
  const byId = new Map(changed.map((one) => [one.id, one]));
  favourites.value = favourites.peek().map((one) => byId.get(one.id) ?? one);
}

const DIGITS = { city: 4, district: 6, street: 9, community: 12 } as const;

/** Does this catalogue hold all that a division offers? */
function holds(here: Catalogue, division: string): boolean {
  return here.code.startsWith(division.slice(0, DIGITS[levelOf(division)]));
}

if (globalThis.document) {
  effect(() => {
    const here = catalogue.value;
    if (here?.entries.length) void renew(here).catch(() => {}); // no room: then the older records stay
  });
}
