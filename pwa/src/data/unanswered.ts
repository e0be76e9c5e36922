/** What was searched on this phone in vain: counted here, and told to the city now and then, words and how often, without any
 *  name, place or cookie. What could be somebody's own is neither kept nor sent; server/domain/unanswered.py has the same rule. */
import { send, Unreachable } from "./api";
import { newId } from "./ids";
import { whenBack } from "./network";
import { normal, runsOf } from "./pieces";

type Batch = { id: string; words: { text: string; count: number }[] };
type Kept = { counts: Record<string, number>; batch: Batch | null };

const KEY = "linli.unanswered";
const [SHORTEST, LONGEST] = [2, 40]; // characters
const MOST_DIGITS = 5; // more may be a number of somebody's
const [MOST_WORDS, MOST_TIMES] = [50, 20]; // of one batch, of one word

/** The words as they are counted; "": they are not. */
export function countable(text: string): string {
  const words = runsOf([...text].slice(0, LONGEST).join("")).join(" ").slice(0, LONGEST).trim();
  const digits = words.replace(/[^0-9]/g, "").length;
  const isPrivate = normal(text).includes("@") || digits > MOST_DIGITS;
  return isPrivate || words.length < SHORTEST || digits === words.replaceAll(" ", "").length ? "" : words;
}

/** Somebody stopped typing here, and nothing was found. */
export function note(text: string): void {
  const words = countable(text);
  const kept = read();
  if (!words || (!(words in kept.counts) && Object.keys(kept.counts).length >= MOST_WORDS)) return;
  kept.counts[words] = Math.min((kept.counts[words] ?? 0) + 1, MOST_TIMES);
  write(kept);
}

let telling: Promise<void> = Promise.resolve();

/** Sends what is there; the same batch again until an answer came, so that nothing counts twice. */
export function tell(): Promise<void> {
  telling = telling.then(tellOnce).catch(() => {});
  return telling;
}

async function tellOnce(): Promise<void> {
  const kept = read();
  const batch = kept.batch ?? batchOf(kept.counts);
  if (!batch) return;
  write({ counts: kept.batch ? kept.counts : {}, batch });
  try {
    await send(new URL(`/api/searches/${batch.id}`, location.origin).href, {
      method: "PUT",
      credentials: "omit",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ words: batch.words }),
    });
  } catch (error) {
    if (error instanceof Unreachable) return; // the next time, then
  }
  write({ ...read(), batch: null }); // it is there, or it is not wanted
}

function batchOf(counts: Record<string, number>): Batch | null {
  const words = Object.entries(counts).map(([text, count]) => ({ text, count }));
  return words.length ? { id: newId(), words } : null;
}

function read(): Kept {
  try {
    return (JSON.parse(localStorage.getItem(KEY) ?? "null") as Kept | null) ?? { counts: {}, batch: null };
  } catch {
    return { counts: {}, batch: null };
  }
}

function write(kept: Kept): void {
  try {
    if (kept.batch || Object.keys(kept.counts).length) localStorage.setItem(KEY, JSON.stringify(kept));
    else localStorage.removeItem(KEY);
  } catch {
    // a phone without room counts nothing
  }
}

/** Nothing of it stays on this phone. */
export const forgetSearches = (): void => write({ counts: {}, batch: null });

if (globalThis.document) whenBack(() => void tell());
