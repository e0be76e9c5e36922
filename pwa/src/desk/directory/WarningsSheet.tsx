/** Before it is published: what somebody should look at once more. */
import type { Signal } from "@preact/signals";

import { Sheet } from "../../components/Sheet";
import { directoryWords } from "../../i18n/directory";

/** `remarks`: sentences; none: shut. */
export function WarningsSheet({ remarks, onGo }: { remarks: Signal<readonly string[]>; onGo: () => void }) {
  const w = directoryWords.value.edit;
  const close = (): void => {
    remarks.value = [];
  };
  return (
    <Sheet open={remarks.value.length > 0} onClose={close} title={w.warningsTitle}>
      <ul class="stack">{remarks.value.map((remark) => <li key={remark}>{remark}</li>)}</ul>
      <button type="button" class="btn btn--wide btn--primary" onClick={onGo}>{w.publishAnyway}</button>
      <button type="button" class="btn btn--wide" onClick={close}>{w.backToForm}</button>
    </Sheet>
  );
}
