/** The queue as last read, so that the next and the previous request are one key away, and the row is found again. */
import { computed, signal } from "@preact/signals";

import { type Card, type Counts, type Filters, NO_FILTERS, type View, VIEWS } from "./data";

export const list = signal<readonly Card[]>([]);
export const counts = signal<Partial<Counts>>({});
export const view = signal<View>("todo");
export const filters = signal<Filters>(NO_FILTERS);
/** Words that are looked for. They never stand in an address: they may be somebody's. */
export const search = signal("");
/** The request last opened or chosen. */
export const current = signal<string | null>(null);
/** What was picked for one act on many. */
export const picked = signal<ReadonlySet<string>>(new Set());
/** The one whose reply field is to have the focus when it opens. */
export const toReply = signal<string | null>(null);

/** The queue's own address, as it stands now: where "back to the list" leads. */
export const address = computed(() => addressOf(view.value, filters.value));

export function addressOf(which: View, { category, division, source, urgent }: Filters): string {
  const query = new URLSearchParams({
    ...(which !== "todo" && { view: which }),
    ...(category && { category }),
    ...(division && { division }),
    ...(source && { source }),
    ...(urgent && { urgent: "1" }),
  }).toString();
  return query ? `/desk?${query}` : "/desk";
}

/** What an address asks for; what it does not know of is as if it were not there. */
export function readAddress(query: Record<string, string | undefined>): void {
  view.value = VIEWS.find((one) => one === query.view) ?? "todo";
  const { category = "", division = "", source = "", urgent } = query;
  const asked = { category, division: /^\d{12}$/.test(division) ? division : "", source, urgent: urgent === "1" };
  if (JSON.stringify(asked) !== JSON.stringify(filters.peek())) filters.value = asked;
}

/** The request `by` rows further in the list, if there is one. */
export function neighbour(id: string, by: 1 | -1): string | null {
  const index = list.value.findIndex((card) => card.id === id);
  return index < 0 ? null : (list.value[index + by]?.id ?? null);
}

/** Picks it, or puts it back. */
export function pick(id: string): void {
  const next = new Set(picked.value);
  if (!next.delete(id)) next.add(id);
  picked.value = next;
}
