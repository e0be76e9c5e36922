/** Another role, elsewhere or beside the present one: one ends and the other begins in the same step. */
import { useSignal } from "@preact/signals";

import { Banner } from "../../components/Banner";
import { Field } from "../../components/Field";
import { Sheet } from "../../components/Sheet";
import { newId } from "../../data/ids";
import { peopleWords } from "../../i18n/people";
import { giveRole, managed } from "./data";
import type { DoneProps } from "./EndSheet";
import { Heir } from "./Heir";
import { ALL, type Troubles, troublesOf } from "./troubles";
import { type As, Where } from "./Where";

export function MoveSheet({ person, open, onClose, onDone }: DoneProps) {
  return (
    <Sheet open={open} onClose={onClose} title={peopleWords.value.moveTitle(person.name)}>
      <Form person={person} onClose={onClose} onDone={onDone} />
    </Sheet>
  );
}

function Form({ person, onClose, onDone }: Omit<DoneProps, "open">) {
  const w = peopleWords.value;
  const endable = person.roles.filter((role) => role.may_end);
  const instead = useSignal(endable[0]?.id ?? "");
  const as = useSignal<As>({ role: "clerk", division: endable[0]?.division ?? managed()[0]?.code ?? "" });
  const to = useSignal("");
  const errors = useSignal<Troubles>(new Map());
  const isBusy = useSignal(false);
  const grant = useSignal(newId());

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (isBusy.peek()) return;
    isBusy.value = true;
    try {
      const heir = instead.peek() && to.peek() ? to.peek() : null;
      const { given, unassigned } = await giveRole(person.id, grant.peek(), { ...as.peek(), instead: instead.peek() || null, to: heir });
      onDone(given || unassigned ? `${w.moved} · ${w.handed(given, unassigned)}` : w.moved);
    } catch (error) {
      errors.value = troublesOf(error, w.failed);
    }
    isBusy.value = false;
  }
  return (
    <form class="stack stack--l" noValidate onSubmit={(event) => void submit(event)}>
      {errors.value.has(ALL) && <Banner kind="bad">{errors.value.get(ALL)}</Banner>}
      <Field id="f-instead" label={w.from}>
        {(control) => (
          <select class="input" {...control} value={instead.value} onChange={(event) => (instead.value = event.currentTarget.value)}>
            {endable.map((role) => <option key={role.id} value={role.id}>{w.at(w.roles[role.role] ?? role.role, role.division_name)}</option>)}
            <option value="">{w.addInstead}</option>
          </select>
        )}
      </Field>
      <Where name="move" value={as.value} errors={errors.value} onChange={(chosen) => (as.value = chosen)} />
      {instead.value && <Heir person={person} value={to.value} error={errors.value.get("to")} onChange={(id) => (to.value = id)} />}
      <div class="cluster">
        <button type="submit" class="btn btn--primary" aria-busy={isBusy.value}>{w.doMove}</button>
        <button type="button" class="btn" onClick={onClose}>{w.cancel}</button>
      </div>
    </form>
  );
}
