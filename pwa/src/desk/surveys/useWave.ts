/** One survey, read when its page opens, and again when something was done to it. */
import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { me } from "../../data/session";
import { readWave, type Wave } from "./data";

export type Reading = { wave: Signal<Wave | null>; trouble: Signal<boolean>; load: () => Promise<void> };

export function useWave(id: string): Reading {
  const wave = useSignal<Wave | null>(null);
  const trouble = useSignal(false);
  async function load(): Promise<void> {
    try {
      wave.value = await readWave(id);
      trouble.value = false;
    } catch {
      trouble.value = true;
    }
  }
  useEffect(() => {
    if (me.value?.kind === "staff") void load();
  }, [id]);
  return { wave, trouble, load };
}
