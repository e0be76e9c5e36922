/** Replies that are often given, with the clerk's own name and the hour filled in. */
import { type Signal, useSignal } from "@preact/signals";

import { Sheet } from "../components/Sheet";
import { useEffect } from "preact/hooks";
import { me } from "../data/session";
import { type Centre, findCentreOf } from "./centre";
import { clock, moment } from "../i18n/dates";
import { deskWords } from "../i18n/desk";
import { queueWords } from "../i18n/queue";

type PhrasesProps = { open: Signal<boolean>; due: string | null; onChoose: (phrase: string) => void };

const HALF_HOUR_MS = 1_800_000;
const SOON_MS = 2 * 3_600_000; // when a request has no due time, a promise is for two hours

export function Phrases({ open, due, onChoose }: PhrasesProps) {
  const w = deskWords.value;
  const now = Date.now();
  const own = me.value?.rights[0];
  const centre = useSignal<Centre | null>(null);
  useEffect(() => {
    if (open.value && own?.division) void findCentreOf(own.division).then((found) => (centre.value = found), () => {});
  }, [open.value, own?.division]);
  const from = [me.value?.rights[0]?.division_name, me.value?.name].filter(Boolean).join(" ");
  const promised = Math.max(Date.parse(due ?? "") || 0, now + SOON_MS);
  const by = moment(Math.ceil(promised / HALF_HOUR_MS) * HALF_HOUR_MS, now);
  const place = centre.value?.name || own?.division_name || "";
  const phrases = [
    ...w.phraseTexts.map((fill) => fill(from, clock(now), by)),
    ...queueWords.value.phrases.map((fill) => fill(place, clock(now), centre.value?.phone ?? "")),
  ];
  const close = (): void => {
    open.value = false;
  };
  return (
    <Sheet open={open.value} onClose={close} title={w.phrases}>
      <div class="rows">
        {phrases.map((phrase) => (
          <button
            key={phrase}
            type="button"
            class="row"
            onClick={() => {
              close();
              onChoose(phrase);
            }}
          >
            {phrase}
          </button>
        ))}
      </div>
    </Sheet>
  );
}
