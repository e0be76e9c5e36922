/** The kept catalogue of a community: four fragments on this phone, renewed when there is a network, whole without one.
 *
 *  A small document names the versions in force; only fragments that changed are fetched, from addresses that never
 *  change. What was kept is shown at once; `catalogueAge` says when the server last confirmed it. */
import { effect, signal } from "@preact/signals";

import { lang } from "../i18n";
import { Refused, send, Unreachable } from "./api";
import { type Calendar, readCalendar, UNKNOWN } from "./calendar";
import { withShelf } from "./db";
import { type Entry, entriesOf, type Fragment, type TextName, type Translation, wordsOf } from "./fragments";
import { whenBack } from "./network";
import { places } from "./place";

export type { Entry, Provider, Spot, TextName } from "./fragments";

/** What is offered to the residents of a division. */
export interface Catalogue {
  readonly code: string;
  readonly entries: readonly Entry[]; // each service once, as the nearest division offers it
  readonly calendar: Calendar;
  readonly words: Readonly<Record<string, readonly string[]>>; // what residents say for a category
  readonly wordsEnglish: Readonly<Record<string, readonly string[]>>;
  readonly readings: Readonly<Record<string, string>>; // of places, beside the table of sounds
}

type Version = { code: string; version: string };
type Versions = { code: string; fragments: Version[] };
/** What is kept of a catalogue beside its fragments. */
type Kept = { versions: Versions; etag: string; at: number };
type KeptFragment = { code: string; version: string; fragment: Fragment; english: Translation | null };

declare module "./db" {
  interface Rows {
    fragments: KeptFragment;
  }
}

/** The catalogue on the screen; null: none has ever been loaded for this community. */
export const catalogue = signal<Catalogue | null>(null);
/** When the server last said that it is what is in force, in ms; null: not yet. */
export const catalogueAge = signal<number | null>(null);

/** A text of a service in the language in use; in Chinese where it is not translated. */
export const entryText = (entry: Entry, name: TextName): string => (lang.value === "en" && entry.english[name]) || entry.texts[name];

/** In which language a text stands there: for `lang` on its element. */
export const entryLang = (entry: Entry, name: TextName): "en" | "zh-CN" => (lang.value === "en" && entry.english[name] ? "en" : "zh-CN");

/** One service of the kept catalogue. */
export const entryOf = (id: string): Entry | undefined => catalogue.value?.entries.find((entry) => entry.id === id);

const FRESH_MS = 10 * 60_000;
let wanted = "";
let running: Promise<void> = Promise.resolve();
const confirmed = new Set<string>(); // about which the server was asked since the app was opened: who reloads asks again

/** Shows what is kept of this community, then brings it up to date. Resolves when that is done, or there is no network;
 *  one after the other, so that two screens asking never fetch twice. */
export function keepCatalogue(code: string): Promise<void> {
  wanted = code;
  running = running.then(() => (wanted === code ? keep(code) : undefined)).catch(() => {});
  return running;
}

async function keep(code: string): Promise<void> {
  const kept = await keptOf(code).catch(() => null); // a phone without storage still has the network
  if (catalogue.peek()?.code !== code) show(code, kept);
  if (isFresh(code, kept)) return;
  try {
    await renew(code, kept);
  } catch (error) {
    if (!(error instanceof Unreachable || error instanceof Refused)) throw error;
  }
}

function isFresh(code: string, kept: Parts | null): boolean {
  const speaks = lang.peek() !== "en" || (kept?.fragments.every((each) => each.english) ?? false);
  const isShown = catalogue.peek()?.code === code && confirmed.has(code);
  return isShown && speaks && kept !== null && Math.abs(Date.now() - kept.about.at) < FRESH_MS;
}

type Parts = { about: Kept; fragments: KeptFragment[] };

/** Asks for the versions in force, fetches what changed, keeps and shows it. Throws Unreachable or Refused. */
async function renew(code: string, kept: Parts | null, again = true): Promise<void> {
  const response = await send(`/api/catalogue/${code}`, { headers: kept ? { "If-None-Match": kept.about.etag } : {} });
  const versions = response.status === 304 && kept ? kept.about.versions : ((await response.json()) as Versions);
  const etag = response.headers.get("etag") ?? kept?.about.etag ?? "";
  try {
    const fragments = await Promise.all(versions.fragments.map((version) => fetchFragment(version)));
    const parts = { about: { versions, etag, at: Date.now() }, fragments };
    await keepParts(code, parts).catch(() => {}); // no room: then only now
    confirmed.add(code);
    show(code, parts);
  } catch (error) {
    const isReplaced = error instanceof Refused && error.status === 404;
    if (!isReplaced || !again) throw error;
    await renew(code, null, false); // it changed between the two questions
  }
}

async function fetchFragment({ code, version }: Version): Promise<KeptFragment> {
  const row = await withShelf((db) => db.get("fragments", code)).catch(() => undefined);
  const have = row?.version === version ? row : null;
  const path = `/api/catalogue/${code}/${version}`;
  const needsEnglish = lang.peek() === "en" && !have?.english;
  const [fragment, english] = await Promise.all([
    have?.fragment ?? json<Fragment>(path),
    needsEnglish ? json<Translation>(`${path}/en`) : (have?.english ?? null),
  ]);
  return { code, version, fragment, english };
}

async function json<T>(path: string): Promise<T> {
  return (await (await send(path)).json()) as T;
}

const keyOf = (code: string): string => `catalogue.${code}`;

async function keptOf(code: string): Promise<Parts | null> {
  return withShelf(async (db) => {
    const about = (await db.get("kv", keyOf(code))) as Kept | undefined;
    if (!about) return null;
    const rows = await Promise.all(about.versions.fragments.map((version) => db.get("fragments", version.code)));
    const fragments = rows.filter((row) => row !== undefined);
    return fragments.length === rows.length ? { about, fragments } : null;
  });
}

/** In one transaction, so that a phone that dies keeps the old or the new; what no followed community needs goes. */
async function keepParts(code: string, { about, fragments }: Parts): Promise<void> {
  await withShelf(async (db) => {
    const tx = db.transaction(["kv", "fragments"], "readwrite");
    const [kv, store] = [tx.objectStore("kv"), tx.objectStore("fragments")];
    await kv.put(about, keyOf(code));
    for (const fragment of fragments) await store.put(fragment);
    const needed = new Set<string>();
    for (const followed of new Set([code, ...places.peek().map((place) => place.code)])) {
      const other = (await kv.get(keyOf(followed))) as Kept | undefined;
      for (const version of other?.versions.fragments ?? []) needed.add(version.code);
    }
    for (const key of await store.getAllKeys()) if (!needed.has(key)) await store.delete(key);
    await tx.done;
  });
}

function show(code: string, parts: Parts | null): void {
  catalogue.value = parts && catalogueOf(code, parts.fragments.map(({ fragment, english }) => [fragment, english ?? undefined]));
  catalogueAge.value = parts?.about.at ?? null;
}

/** Fragments put together, the city's first: each service once, as the nearest division offers it. */
export function catalogueOf(code: string, parts: readonly (readonly [Fragment, Translation | undefined])[]): Catalogue {
  const entries = new Map<string, Entry>();
  for (const [fragment, translation] of parts) {
    for (const entry of entriesOf(fragment, translation)) entries.set(entry.id, entry);
  }
  const [city, english] = parts[0] ?? [];
  return {
    code,
    entries: [...entries.values()],
    calendar: city?.calendar ? readCalendar(city.calendar) : UNKNOWN,
    words: wordsOf(city?.words),
    wordsEnglish: wordsOf(english?.words),
    readings: city?.readings ?? {},
  };
}

if (globalThis.document) {
  const refresh = (): void => {
    if (wanted) void keepCatalogue(wanted);
  };
  whenBack(refresh); // the phone is taken out again, or the network is back
  effect(() => {
    if (lang.value === "en") refresh(); // its texts may not have been fetched yet
  });
}
