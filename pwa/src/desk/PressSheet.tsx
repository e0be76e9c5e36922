/** Pressing for what lies with another office: a reminder, or supervision from now on. */
import { useSignal } from "@preact/signals";

import { Sheet } from "../components/Sheet";
import { deskWords } from "../i18n/desk";
import { queueWords } from "../i18n/queue";
import type { Act } from "./Request";

export type Pressing = "remind" | "supervise";

export function PressSheet({ how, onClose, act }: { how: Pressing | null; onClose: () => void; act: Act }) {
  const w = queueWords.value;
  const note = useSignal("");
  const go = async (): Promise<void> => {
    if (how && (await act({ act: how, note: note.value.trim() }, deskWords.value.done))) note.value = "";
    onClose();
  };
  return (
    <Sheet open={how !== null} onClose={onClose} title={how ? (w.acts[how] ?? "") : ""}>
      {how && (
        <div class="stack">
          <label class="label" for="press-note">{w.pressNote[how]}</label>
          <textarea class="input" id="press-note" value={note.value} onInput={(event) => (note.value = event.currentTarget.value)} />
          <p class="hint">{w.pressHint[how]}</p>
          <button type="button" class="btn btn--primary btn--wide" onClick={() => void go()}>{w.acts[how]}</button>
        </div>
      )}
    </Sheet>
  );
}
