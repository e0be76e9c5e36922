/** It is not ours, or not mine: back, with words. A firm must say why. */
import { useSignal } from "@preact/signals";

import { Sheet } from "../components/Sheet";
import { deskWords } from "../i18n/desk";
import type { Act } from "./Request";

type ReturnProps = { open: boolean; needs: boolean; onClose: () => void; act: Act };

export function ReturnSheet({ open, needs, onClose, act }: ReturnProps) {
  const w = deskWords.value;
  const note = useSignal("");
  const missing = useSignal(false);
  const go = async (): Promise<void> => {
    const words = note.value.trim();
    missing.value = needs && !words;
    if (missing.value) return;
    if (await act({ act: "return", note: words, internal: !needs }, w.done)) note.value = "";
    onClose();
  };
  return (
    <Sheet open={open} onClose={onClose} title={w.returnTitle}>
      <div class="stack">
        <label class="label" for="return-note">{needs ? w.returnWhy : w.returnWhyOptional}</label>
        <textarea class="input" id="return-note" rows={3} value={note.value} aria-invalid={missing.value} onInput={(event) => (note.value = event.currentTarget.value)} />
        <p class="hint">{needs ? w.returnHintFirm : w.returnHint}</p>
        {missing.value && <p class="error" role="alert">{w.returnMissing}</p>}
        <button type="button" class="btn btn--primary btn--wide" onClick={() => void go()}>{w.acts.return}</button>
      </div>
    </Sheet>
  );
}
