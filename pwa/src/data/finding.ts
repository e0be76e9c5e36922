/** Searching the catalogue on the screen. A piece of its own, so that the home screen need not wait for it. */
import { computed, effect, signal } from "@preact/signals";

import { lang } from "../i18n";
import { catalogue } from "./catalogue";
import type { Entry } from "./fragments";
import { whenBack } from "./network";
import { piecesOf } from "./pieces";
import { type Found, find, Index, nearest, suggest } from "./search";
import { loadTable, Sounds } from "./sounds";

const REST_MS = 2000;

const table = signal<ReadonlyMap<string, string>>(new Map());

/** Made ready to be searched; again when the sounds have come, or the language changes. */
const index = computed(() => {
  const here = catalogue.value;
  if (!here) return null;
  const english = lang.value === "en";
  const words = { zh: here.words, en: english ? here.wordsEnglish : null };
  return new Index(here.entries.map((entry) => findable(entry, english)), words, new Sounds(table.value, here.readings));
});

/** The services that fit the words, the best first, with how well. */
export const search = (query: string): Found[] => (index.value ? find(index.value, query) : []);

/** The codes of the categories that the words mean, the best first. */
export const suggestTerms = (query: string): string[] => (index.value ? suggest(index.value, query).map((found) => found.id) : []);

/** Where nothing fits: the codes of the categories that come closest. */
export const nearestTerms = (query: string): string[] => (index.value ? nearest(index.value, query).map((found) => found.id) : []);

/** What of a service is searched by a reader of this language; as server/domain/services.py has it. */
export function findable(entry: Entry, english: boolean) {
  const { texts, provider, spots } = entry;
  const more = english ? entry.english : {};
  const names: (readonly [string, readonly string[]])[] = [
    [texts.name, entry.pinyin.split(" ").filter(Boolean)],
    ...entry.aka.map((name) => [name, []] as const),
  ];
  if (more.name) names.push([more.name, piecesOf(more.name)]);
  return {
    id: entry.id,
    category: entry.category,
    names,
    provider: provider.name,
    streets: spots.flatMap((spot) => [spot.name, spot.address].filter(Boolean)),
    about: [texts.description, texts.eligibility, more.description ?? "", more.eligibility ?? ""].join("\n"),
  };
}

function whenIdle(work: () => void): void {
  if (typeof requestIdleCallback === "function") requestIdleCallback(work, { timeout: REST_MS });
  else setTimeout(work, REST_MS);
}

/** Before the sounds have come, what is written is found; without a network they come when it is back. */
export async function hear(): Promise<void> {
  if (!table.peek().size) table.value = await loadTable().catch(() => table.peek());
}

if (globalThis.document) {
  whenBack(() => void hear());
  effect(() => {
    if (catalogue.value) void hear();
  });
  effect(() => {
    if (catalogue.value && table.value.size) whenIdle(() => index.peek()); // made before the first letter is typed
  });
}
