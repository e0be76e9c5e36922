/** Which firm? Those that can, with how they answered so far; and then its link, shown this once. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

import { Choice } from "../../components/Choice";
import { Field } from "../../components/Field";
import { Icon } from "../../components/Icon";
import { Sheet } from "../../components/Sheet";
import { SkeletonRows } from "../../components/Skeleton";
import { say } from "../../components/Toast";
import { Refused } from "../../data/api";
import { newId } from "../../data/ids";
import { moment } from "../../i18n/dates";
import { firmsWords } from "../../i18n/firms";
import type { RequestForDesk } from "../data";
import { type Firm, readFirms, type Sent, sendFirm } from "./data";

type SendProps = { request: RequestForDesk; reload: () => Promise<void>; onClose: () => void };

export function SendSheet({ request, reload, onClose }: SendProps) {
  const w = firmsWords.value;
  const firms = useSignal<readonly Firm[] | null>(null);
  const chosen = useSignal("");
  const note = useSignal("");
  const trouble = useSignal("");
  const sent = useSignal<Sent | null>(null);
  const isBusy = useSignal(false);
  const sending = useRef({ id: newId(), words: "" }); // the same words are sent under the same id
  useEffect(() => {
    void readFirms(request.category, request.place).then(
      (found) => (firms.value = found),
      () => (trouble.value = w.failed),
    );
  }, [request.id]);

  async function go(): Promise<void> {
    trouble.value = chosen.value ? "" : w.chooseOne;
    if (trouble.value || isBusy.peek()) return;
    const body = { organization: chosen.value, version: request.version, note: note.value.trim() };
    const words = JSON.stringify(body);
    if (words !== sending.current.words) sending.current = { id: newId(), words };
    isBusy.value = true;
    try {
      sent.value = await sendFirm(request.id, sending.current.id, body);
      await reload();
    } catch (error) {
      trouble.value = error instanceof Refused ? (error.problem.errors?.[0]?.message ?? error.message) : w.failed;
      if (error instanceof Refused && error.status === 409) await reload();
    }
    isBusy.value = false;
  }
  if (sent.value) return <LinkSheet sent={sent.value} onClose={onClose} />;
  return (
    <Sheet open onClose={onClose} title={w.sendTitle}>
      <div class="stack">
        <p class="muted">{w.sendHint}</p>
        {!firms.value && !trouble.value && <SkeletonRows rows={3} />}
        {firms.value?.length === 0 && <p>{w.firmsNone}</p>}
        {(firms.value?.length ?? 0) > 0 && (
          <>
            <fieldset class="choices">
              <legend class="label">{w.firms}</legend>
              {firms.value?.map((firm) => (
                <Choice key={firm.id} name="firm" value={firm.id} checked={chosen.value === firm.id} sub={[firm.phone, w.record(firm.sent, firm.in_time, firm.silent)].filter(Boolean).join(" · ")} onChange={() => (chosen.value = firm.id)}>{firm.name}</Choice>
              ))}
            </fieldset>
            <Field id="firm-note" label={w.note} hint={w.noteHint}>
              {(control) => <textarea class="input" rows={2} maxLength={1000} {...control} value={note.value} onInput={(event) => (note.value = event.currentTarget.value)} />}
            </Field>
          </>
        )}
        {trouble.value && <p class="error" role="alert">{trouble.value}</p>}
        {(firms.value?.length ?? 0) > 0 && <button type="button" class="btn btn--primary btn--wide" aria-busy={isBusy.value} onClick={() => void go()}>{w.go}</button>}
      </div>
    </Sheet>
  );
}

function LinkSheet({ sent, onClose }: { sent: Sent; onClose: () => void }) {
  const w = firmsWords.value;
  const copy = (): void => void (navigator.clipboard?.writeText(sent.url) ?? Promise.reject(new Error())).then(() => say(w.copied), select);
  return (
    <Sheet open onClose={onClose} title={w.sentTo(sent.name)}>
      <div class="stack">
        <p>{w.linkHint(moment(sent.due_at))}</p>
        {sent.texted_at && <p>{w.texted(moment(sent.texted_at))}</p>}
        <Field id="firm-link" label={w.link}>
          {(control) => <input class="input" readOnly {...control} value={sent.url} onFocus={select} />}
        </Field>
        <div class="cluster">
          <button type="button" class="btn btn--primary" onClick={copy}><Icon name="copy-regular" size="s" />{w.copy}</button>
          <button type="button" class="btn" onClick={onClose}>{w.close}</button>
        </div>
      </div>
    </Sheet>
  );
}

function select(): void {
  const field = document.getElementById("firm-link");
  if (field instanceof HTMLInputElement) field.select();
}
