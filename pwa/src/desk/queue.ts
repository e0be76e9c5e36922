/** The queue as last read, so that the next and the previous request are one key away, and the row is found again. */
import { signal } from "@preact/signals";

import type { Card, View } from "./data";

export const list = signal<readonly Card[]>([]);
export const counts = signal<Partial<Record<View, number>>>({});
export const view = signal<View>("todo");
export const search = signal("");
/** The request last opened or chosen. */
export const current = signal<string | null>(null);

/** The request `by` rows further in the list, if there is one. */
export function neighbour(id: string, by: 1 | -1): string | null {
  const index = list.value.findIndex((card) => card.id === id);
  return index < 0 ? null : (list.value[index + by]?.id ?? null);
}
