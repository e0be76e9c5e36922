/** Suspending and revoking take effect at once and are read by everybody: with a reason. */
import { useSignal } from "@preact/signals";

import { Field } from "../../../components/Field";
import { Sheet } from "../../../components/Sheet";
import { directoryWords } from "../../../i18n/directory";
import type { Certificate } from "./certificates";

export type Stop = { certificate: Certificate; to: "suspended" | "revoked" };

export function MoveSheet({ stop, onClose, onMove }: { stop: Stop | null; onClose: () => void; onMove: (stop: Stop, reason: string) => void }) {
  const { certificates: w } = directoryWords.value;
  const reason = useSignal("");
  const missing = useSignal(false);
  const close = (): void => {
    reason.value = "";
    missing.value = false;
    onClose();
  };
  const move = (): void => {
    missing.value = !reason.peek().trim();
    if (missing.peek() || !stop) return void document.getElementById("stop-reason")?.focus();
    onMove(stop, reason.peek());
    close();
  };
  return (
    <Sheet open={stop !== null} onClose={close} title={stop ? w.sure[stop.to](stop.certificate.number) : ""}>
      {stop && <p>{w.sureHint[stop.to]}</p>}
      <Field id="stop-reason" label={w.reason} error={missing.value ? directoryWords.value.troubles.required : undefined}>
        {(control) => <input class="input" {...control} maxLength={200} value={reason.value} onInput={(event) => (reason.value = event.currentTarget.value)} />}
      </Field>
      <div class="pair">
        <button type="button" class="btn" onClick={close}>{w.not}</button>
        <button type="button" class="btn btn--bad" onClick={move}>{stop && w.stop[stop.to]}</button>
      </div>
    </Sheet>
  );
}
