/** The wave that is open, with its questionnaire, and this phone's sheet of it. */
import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { listSheets } from "../../data/answers";
import { readWave, readWaves, type Wave, type WaveCard } from "../../data/surveys";
import { civilDay } from "../../i18n/dates";

export type OpenWave = { kind: "loading" | "failed" } | { kind: "none"; last: WaveCard | null } | { kind: "open"; wave: Wave };

export function useOpenWave(): ReadonlySignal<OpenWave> {
  const found = useSignal<OpenWave>({ kind: "loading" });
  useEffect(() => {
    void find().then(
      (next) => (found.value = next),
      () => (found.value = { kind: "failed" }),
    );
  }, []);
  return found;
}

async function find(): Promise<OpenWave> {
  await listSheets();
  const { data } = await readWaves();
  const open = data.find((wave) => wave.state === "open");
  return open ? { kind: "open", wave: (await readWave(open.id)).data } : { kind: "none", last: data[0] ?? null };
}

/** After the last day no sheet is begun; one that was begun before may still come in for a while. */
export const takesNew = (wave: WaveCard, now = Date.now()): boolean => civilDay(now) <= wave.closes_on;
