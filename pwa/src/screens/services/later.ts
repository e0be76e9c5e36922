/** What the home screen can do without at first: the list of a search with its filters, and the sheet of communities. Fetched
 *  as soon as the home screen stands, so that it is there for the first letter and without a network. */
import { signal } from "@preact/signals";

import { whenBack } from "../../data/network";
import { heal } from "../../update";

type Later = typeof import("./pieces");

/** null: not there yet. */
export const later = signal<Later | null>(null);

let loading: Promise<void> | null = null;

/** Safe to repeat: what could not be fetched is asked for again. */
export function fetchLater(): Promise<void> {
  loading ??= import("./pieces").then(
    (module) => {
      later.value = module;
    },
    () => {
      loading = null;
      void heal(); // a newer version may have replaced it
    },
  );
  return loading;
}

whenBack(() => void fetchLater());
