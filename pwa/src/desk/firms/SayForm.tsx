/** A few words that must be written, and sent once however often it is pressed. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";

import { Field } from "../../components/Field";
import { newId } from "../../data/ids";

type SayProps = {
  id: string;
  title: string;
  hint: string;
  missing: string;
  go: string;
  primary?: boolean;
  send: (id: string, note: string) => Promise<string>; // what is wrong; "": it was sent
};

export function SayForm({ id, title, hint, missing, go, primary = false, send }: SayProps) {
  const note = useSignal("");
  const trouble = useSignal("");
  const isBusy = useSignal(false);
  const sending = useRef({ id: newId(), note: "" }); // the same words are sent under the same id

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const words = note.peek().trim();
    trouble.value = words ? "" : missing;
    if (!words) return document.getElementById(`${id}-note`)?.focus();
    if (isBusy.peek()) return;
    if (words !== sending.current.note) sending.current = { id: newId(), note: words };
    isBusy.value = true;
    trouble.value = await send(sending.current.id, words);
    isBusy.value = false;
  }
  return (
    <form class={primary ? "card stack" : "stack"} noValidate onSubmit={(event) => void submit(event)}>
      <Field id={`${id}-note`} label={title} hint={hint} error={trouble.value || undefined}>
        {(control) => <textarea class="input" rows={2} maxLength={1000} {...control} value={note.value} onInput={(event) => (note.value = event.currentTarget.value)} />}
      </Field>
      <button type="submit" class={primary ? "btn btn--primary btn--wide" : "btn btn--wide"} aria-busy={isBusy.value}>{go}</button>
    </form>
  );
}
