/** Who takes the open requests: somebody of the same desk, or nobody yet. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Field } from "../../components/Field";
import { peopleWords } from "../../i18n/people";
import { type Heir as Taker, type Person, readPerson } from "./data";

type HeirProps = { person: Person; value: string; error?: string | undefined; onChange: (id: string) => void };

export function Heir({ person, value, error, onChange }: HeirProps) {
  const w = peopleWords.value;
  const found = useSignal<readonly Taker[]>([]);
  useEffect(() => void readPerson(person.id).then(({ heirs }) => (found.value = heirs), () => {}), [person.id]); // without them: nobody yet
  if (!person.open) return null;
  return (
    <Field id="f-heir" label={w.handTitle(person.open)} error={error}>
      {(control) => (
        <select class="input" {...control} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
          <option value="">{w.nobody}</option>
          {found.value.map(({ id, name, open }) => <option key={id} value={id}>{w.colleagueOpen(name, open)}</option>)}
        </select>
      )}
    </Field>
  );
}
