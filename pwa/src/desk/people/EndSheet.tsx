/** Somebody leaves: signed out now, and what was theirs goes to a colleague in the same step. */
import { useSignal } from "@preact/signals";

import { Banner } from "../../components/Banner";
import { Sheet } from "../../components/Sheet";
import { peopleWords } from "../../i18n/people";
import { endPerson, type Person } from "./data";
import { Heir } from "./Heir";
import { ALL, type Troubles, troublesOf } from "./troubles";

export type DoneProps = { person: Person; open: boolean; onClose: () => void; onDone: (words: string) => void };

export function EndSheet({ person, open, onClose, onDone }: DoneProps) {
  const w = peopleWords.value;
  const to = useSignal("");
  const errors = useSignal<Troubles>(new Map());
  const isBusy = useSignal(false);
  async function end(): Promise<void> {
    if (isBusy.peek()) return;
    isBusy.value = true;
    try {
      const { given, unassigned } = await endPerson(person.id, to.peek());
      onDone(`${w.ended(person.name)} · ${w.handed(given, unassigned)}`);
    } catch (error) {
      errors.value = troublesOf(error, w.failed);
    }
    isBusy.value = false;
  }
  return (
    <Sheet open={open} onClose={onClose} title={w.endTitle(person.name)}>
      {errors.value.has(ALL) && <Banner kind="bad">{errors.value.get(ALL)}</Banner>}
      <p>{w.endText}</p>
      <Heir person={person} value={to.value} error={errors.value.get("to")} onChange={(id) => (to.value = id)} />
      <div class="cluster">
        <button type="button" class="btn btn--primary" aria-busy={isBusy.value} onClick={() => void end()}>{w.doEnd}</button>
        <button type="button" class="btn" onClick={onClose}>{w.cancel}</button>
      </div>
    </Sheet>
  );
}
