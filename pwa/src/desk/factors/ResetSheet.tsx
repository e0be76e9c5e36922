/** A new or lost phone: the authenticator is forgotten, and they are signed out everywhere. */
import { useSignal } from "@preact/signals";

import { Banner } from "../../components/Banner";
import { Sheet } from "../../components/Sheet";
import { factorsWords } from "../../i18n/factors";
import { peopleWords } from "../../i18n/people";
import type { DoneProps } from "../people/EndSheet";
import { resetFactor, whyNot } from "./factors";

export function ResetSheet({ person, open, onClose, onDone }: DoneProps) {
  const w = factorsWords.value;
  const error = useSignal("");
  const isBusy = useSignal(false);
  async function reset(): Promise<void> {
    if (isBusy.peek()) return;
    isBusy.value = true;
    try {
      await resetFactor(person.id);
      onDone(w.resetDone);
    } catch (why) {
      error.value = whyNot(why, w.offline);
    }
    isBusy.value = false;
  }
  return (
    <Sheet open={open} onClose={onClose} title={`${w.reset} · ${person.name}`}>
      {error.value && <Banner kind="bad">{error.value}</Banner>}
      <p>{w.resetHint}</p>
      <div class="cluster">
        <button type="button" class="btn btn--primary" aria-busy={isBusy.value} onClick={() => void reset()}>{w.reset}</button>
        <button type="button" class="btn" onClick={onClose}>{peopleWords.value.cancel}</button>
      </div>
    </Sheet>
  );
}
