/** Two languages. Chinese is the source: its keys, and the arguments of its sentences, are the type English must fit.
 *
 *  Words come in areas (help, survey, ...), each loaded with the screens that speak them. English is a chunk of its own;
 *  until it has arrived the Chinese words stand, never a key. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";

export type Lang = "zh-CN" | "en";

/** The shape of `T` with any words in it. */
export type Widen<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : { readonly [K in keyof T]: Widen<T[K]> };

const KEPT = "linli.lang";
/** All that residents read in English. Whoever reads it fetches all of it, so that it is there without a network too. */
const ENGLISH = import.meta.glob("./en/{common,services,detail,help,survey,me,rates}.ts");
const loaders: (() => Promise<void>)[] = [];

/** The language of the whole app. Changed by `speak` only. */
export const lang = signal<Lang>("zh-CN");

/** The words of one area, as a signal: a change of language redraws what is on the screen. */
export function area<T>(zh: T, english: () => Promise<Widen<T>>): ReadonlySignal<Widen<T>> {
  const chinese = zh as Widen<T>;
  const en = signal<Widen<T> | null>(null);
  const load = async (): Promise<void> => {
    en.value ??= await english();
  };
  loaders.push(load);
  if (lang.peek() === "en") void load().catch(() => {}); // `spoken` asks again
  return computed(() => (lang.value === "en" ? (en.value ?? chinese) : chinese));
}

/** Change the language everywhere. Rejects, and changes nothing, when the words cannot be fetched. */
export async function speak(next: Lang): Promise<void> {
  if (next === "en") {
    await Promise.all(loaders.map((load) => load()));
    for (const load of Object.values(ENGLISH)) void load().catch(() => {}); // not there yet; its screen asks again
  }
  lang.value = next;
  document.documentElement.lang = next;
  localStorage.setItem(KEPT, next);
}

/** The language chosen earlier on this phone; Chinese at first. */
export async function speakAsBefore(): Promise<void> {
  document.documentElement.lang = lang.peek(); // the server's page speaks as the browser asks
  if (localStorage.getItem(KEPT) === "en") await speak("en").catch(() => {});
}

/** Resolves when the areas loaded so far can speak the language in use. */
export async function spoken(): Promise<void> {
  if (lang.peek() === "en") await Promise.all(loaders.map((load) => load())).catch(() => {});
}
