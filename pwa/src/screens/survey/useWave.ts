/** The wave that is open, with its questionnaire, and this phone's sheet of it. */
import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { listSheets } from "../../data/answers";
import { readWave, readWaves, type Wave } from "../../data/surveys";

export type OpenWave = { kind: "loading" | "failed" | "none" } | { kind: "open"; wave: Wave };

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
  return open ? { kind: "open", wave: (await readWave(open.id)).data } : { kind: "none" };
}
