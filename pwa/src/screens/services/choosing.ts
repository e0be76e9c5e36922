/** The choice of a community, while it is being made: shared by the search and the tree. */
import { signal } from "@preact/signals";

import { asPlace, type Division } from "../../data/divisions";
import { choose } from "../../data/place";

/** Nothing is ticked beforehand: nearest is where one stands, not where one lives. */
export const picked = signal<Division | null>(null);

/** Enter the picked community; true when there was one. */
export function enter(): boolean {
  if (!picked.value) return false;
  choose(asPlace(picked.value));
  picked.value = null;
  return true;
}
