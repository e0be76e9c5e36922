/** What residents say is wrong: read, and what became of it. Who was slower is told. */
import { signal } from "@preact/signals";

import { answer, api } from "../../data/api";
import type { components } from "../../data/api.gen";

export type Mistake = components["schemas"]["MistakeForDesk"];
export type MistakeState = Mistake["state"];
type Page = components["schemas"]["MistakePage"];

/** How many wait, for the row of pages; null: not known yet. */
export const openMistakes = signal<number | null>(null);

const FRESH_MS = 60_000;
let countedAt = 0;

/** A page of a state. Throws Refused, Unreachable; as all below. */
export async function readMistakes(state: MistakeState, cursor: string | null): Promise<Page> {
  const page = await answer(api.GET("/api/desk/mistakes", { params: { query: { state, ...(cursor && { cursor }) } } }));
  openMistakes.value = page.open;
  return page;
}

/** Counts again, at most once a minute: the number stands on every page of the directory. */
export function countMistakes(now = Date.now()): void {
  if (now - countedAt < FRESH_MS) return;
  countedAt = now;
  readMistakes("open", null).catch(() => (countedAt = 0));
}

/** Gives the new version. Refused with 409 when somebody was faster: the problem says who. */
export async function handleMistake({ id, version }: Pick<Mistake, "id" | "version">, state: MistakeState, words: string): Promise<number> {
  const body = { state, version, answer: words.trim() };
  return (await answer(api.PUT("/api/desk/mistakes/{mistake_id}", { params: { path: { mistake_id: id } }, body }))).version;
}
