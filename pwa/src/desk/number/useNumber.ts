/** The number of the chosen division and year, read again when the choice changes. */
import { type ReadonlySignal, type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Refused } from "../../data/api";
import type { Seen } from "../../data/pages";
import { me } from "../../data/session";
import { numberWords } from "../../i18n/numberdesk";
import { type Choice, readNumber, type Shown } from "./data";

type Reading = { shown: ReadonlySignal<Seen<Shown> | null>; trouble: Signal<string>; load: () => Promise<void> };

export function useNumber(choice: Choice): Reading {
  const shown = useSignal<Seen<Shown> | null>(null);
  const trouble = useSignal("");
  async function load(): Promise<void> {
    try {
      shown.value = await readNumber(choice);
      trouble.value = "";
    } catch (error) {
      shown.value = null;
      trouble.value = error instanceof Refused ? error.message : numberWords.value.failed;
      if (error instanceof Refused && error.status === 401) me.value = null;
    }
  }
  useEffect(() => {
    if (me.value?.kind === "staff") void load();
  }, [choice.division, choice.year]);
  return { shown, trouble, load };
}
