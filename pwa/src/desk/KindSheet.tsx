/** It is about something else than it was sent as. */
import { useSignal } from "@preact/signals";

import { Sheet } from "../components/Sheet";
import { TERMS } from "../data/taxonomy.gen";
import { deskWords } from "../i18n/desk";
import { termName } from "./QueueTable";
import type { Act } from "./Request";

type KindProps = { open: boolean; now: string; onClose: () => void; act: Act };

export function KindSheet({ open, now, onClose, act }: KindProps) {
  const w = deskWords.value;
  const chosen = useSignal("");
  const missing = useSignal(false);
  const go = async (): Promise<void> => {
    missing.value = !chosen.value;
    if (missing.value) return;
    if (await act({ act: "recategorize", to: chosen.value }, w.done)) chosen.value = "";
    onClose();
  };
  return (
    <Sheet open={open} onClose={onClose} title={w.kindTitle}>
      <div class="stack">
        <label class="label" for="kind-to">{w.kindNow(termName(now))}</label>
        <select class="input" id="kind-to" value={chosen.value} aria-invalid={missing.value} onChange={(event) => (chosen.value = event.currentTarget.value)}>
          <option value="">{w.kindChoose}</option>
          {TERMS.filter((term) => term.requests && term.code !== now).map((term) => <option key={term.code} value={term.code}>{termName(term.code)}</option>)}
        </select>
        <p class="hint">{w.kindHint}</p>
        {missing.value && <p class="error" role="alert">{w.chooseOne}</p>}
        <button type="button" class="btn btn--primary btn--wide" onClick={() => void go()}>{w.acts.recategorize}</button>
      </div>
    </Sheet>
  );
}
