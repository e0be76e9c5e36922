/** Before it is published: what somebody should look at once more. */
import type { Signal } from "@preact/signals";

import { Sheet } from "../../components/Sheet";
import { directoryWords } from "../../i18n/directory";
import type { Checked } from "./bodies";
import { fieldName } from "./said";

export function WarningsSheet({ open, checked, onGo }: { open: Signal<boolean>; checked: Checked; onGo: () => void }) {
  const w = directoryWords.value.edit;
  const close = (): void => {
    open.value = false;
  };
  return (
    <Sheet open={open.value} onClose={close} title={w.warningsTitle}>
      <ul class="stack">
        {checked.warnings.map(({ field, message }) => (
          <li key={`${field} ${message}`}><b>{fieldName(field.split(".")[0] ?? "")}</b><br />{message}</li>
        ))}
        {checked.duplicates.length > 0 && <li><b>{directoryWords.value.service.duplicates}</b><br />{checked.duplicates.map(({ name }) => name).join(w.and)}</li>}
      </ul>
      <button type="button" class="btn btn--wide btn--primary" onClick={onGo}>{w.publishAnyway}</button>
      <button type="button" class="btn btn--wide" onClick={close}>{w.backToForm}</button>
    </Sheet>
  );
}
