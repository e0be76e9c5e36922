/** Replies that are often given, with the clerk's own name and the hour filled in. */
import type { Signal } from "@preact/signals";

import { Sheet } from "../components/Sheet";
import { me } from "../data/session";
import { clock, moment } from "../i18n/dates";
import { deskWords } from "../i18n/desk";

type PhrasesProps = { open: Signal<boolean>; due: string | null; onChoose: (phrase: string) => void };

const HALF_HOUR_MS = 1_800_000;
const SOON_MS = 2 * 3_600_000; // when a request has no due time, a promise is for two hours

export function Phrases({ open, due, onChoose }: PhrasesProps) {
  const w = deskWords.value;
  const now = Date.now();
  const from = [me.value?.rights[0]?.division_name, me.value?.name].filter(Boolean).join(" ");
  const promised = Math.max(Date.parse(due ?? "") || 0, now + SOON_MS);
  const by = moment(Math.ceil(promised / HALF_HOUR_MS) * HALF_HOUR_MS, now);
  const close = (): void => {
    open.value = false;
  };
  return (
    <Sheet open={open.value} onClose={close} title={w.phrases}>
      <div class="rows">
        {w.phraseTexts.map((fill) => fill(from, clock(now), by)).map((phrase) => (
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
