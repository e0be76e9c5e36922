/** Somebody new: a name, a role, a place; what comes back is a link, and no password. */
import { useSignal } from "@preact/signals";

import { Banner } from "../../components/Banner";
import { Field } from "../../components/Field";
import { Sheet } from "../../components/Sheet";
import { newId } from "../../data/ids";
import { peopleWords } from "../../i18n/people";
import { invite, managed } from "./data";
import type { Link } from "./People";
import { ALL, type Troubles, troublesOf } from "./troubles";
import { type As, Where } from "./Where";

type InviteSheetProps = { open: boolean; onClose: () => void; onMade: (link: Link) => void };

export function InviteSheet({ open, onClose, onMade }: InviteSheetProps) {
  return (
    <Sheet open={open} onClose={onClose} title={peopleWords.value.inviteTitle}>
      <Form onClose={onClose} onMade={onMade} />
    </Sheet>
  );
}

function Form({ onClose, onMade }: Omit<InviteSheetProps, "open">) {
  const w = peopleWords.value;
  const name = useSignal("");
  const username = useSignal("");
  const as = useSignal<As>({ role: "clerk", division: managed()[0]?.code ?? "" });
  const errors = useSignal<Troubles>(new Map());
  const isBusy = useSignal(false);
  const sent = useSignal({ words: "", id: newId() }); // the same words again keep their id: a lost answer does no harm

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (isBusy.peek()) return;
    const body = { name: name.peek().trim(), username: username.peek().trim(), ...as.peek() };
    errors.value = new Map((["name", "username"] as const).filter((field) => !body[field]).map((field) => [field, w.missing]));
    if (errors.peek().size) return document.getElementById(`f-${[...errors.peek().keys()][0]}`)?.focus();
    const words = JSON.stringify(body);
    if (sent.peek().words !== words) sent.value = { words, id: newId() };
    isBusy.value = true;
    try {
      onMade({ name: body.name, invited: await invite(sent.peek().id, body) });
    } catch (error) {
      errors.value = troublesOf(error, w.failed);
    }
    isBusy.value = false;
  }
  return (
    <form class="stack stack--l" noValidate onSubmit={(event) => void submit(event)}>
      {errors.value.has(ALL) && <Banner kind="bad">{errors.value.get(ALL)}</Banner>}
      <Field id="f-name" label={w.name} hint={w.nameHint} error={errors.value.get("name")}>
        {(control) => <input class="input" maxLength={80} autocomplete="off" {...control} value={name.value} onInput={(event) => (name.value = event.currentTarget.value)} />}
      </Field>
      <Field id="f-username" label={w.username} hint={w.usernameHint} error={errors.value.get("username")}>
        {(control) => <input class="input" maxLength={40} autocomplete="off" autocapitalize="none" spellcheck={false} {...control} value={username.value} onInput={(event) => (username.value = event.currentTarget.value)} />}
      </Field>
      <Where name="invite" value={as.value} errors={errors.value} onChange={(chosen) => (as.value = chosen)} />
      <div class="cluster">
        <button type="submit" class="btn btn--primary" aria-busy={isBusy.value}>{w.make}</button>
        <button type="button" class="btn" onClick={onClose}>{w.cancel}</button>
      </div>
    </form>
  );
}
