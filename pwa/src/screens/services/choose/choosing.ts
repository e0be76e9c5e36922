/** The choice of a community, while it is being made: shared by the search and the tree. */
import { signal } from "@preact/signals";

import { asPlace, type Division, findCentre } from "../../../data/divisions";
import { choose, placeCentre } from "../../../data/place";

/** Nothing is ticked beforehand: nearest is where one stands, not where one lives. */
export const picked = signal<Division | null>(null);

/** Enter the picked community; true when there was one. */
export function enter(): boolean {
  if (!picked.value) return false;
  const { code } = picked.value;
  choose(asPlace(picked.value));
  findCentre(code).then(
    (centre) => centre && placeCentre(code, centre),
    () => {}, // then distances are not shown
  );
  picked.value = null;
  return true;
}
