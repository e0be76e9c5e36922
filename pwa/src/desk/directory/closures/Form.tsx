/** What is shut, from when until when, and the word that residents read. */
import { Field } from "../../../components/Field";
import { directoryWords } from "../../../i18n/directory";
import { CategoryOptions } from "../Categories";
import { divisionOption, findDivisions } from "../finders";
import { Picker } from "../Picker";
import type { Wish } from "./closures";

type FormProps = {
  wish: Wish;
  errors: ReadonlyMap<string, string>;
  isBusy: boolean;
  onChange: (part: Partial<Wish>) => void;
  onSubmit: () => void;
};

export function Form({ wish, errors, isBusy, onChange, onSubmit }: FormProps) {
  const { closures: w, list } = directoryWords.value;
  const submit = (event: Event): void => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form class="card stack" onSubmit={submit} noValidate>
      <h2>{w.title}</h2>
      <p class="muted">{w.hint}</p>
      <Picker
        name="division"
        label={w.where}
        chosen={wish.division ? [divisionOption(wish.division)] : []}
        errors={new Map([...errors].map(([field, message]) => [`f-${field}`, message]))}
        add={w.change}
        find={findDivisions}
        onChange={([division]) => division && onChange({ division })}
      />
      <Field id="closure-category" label={list.category} error={errors.get("category")}>
        {(control) => (
          <select class="input" {...control} value={wish.category ?? ""} onChange={(event) => onChange({ category: event.currentTarget.value })}>
            <option value="">{list.allCategories}</option>
            <CategoryOptions />
          </select>
        )}
      </Field>
      <div class="pair">
        <Field id="closure-from" label={w.from} error={errors.get("begins_on")}>
          {(control) => <input class="input" type="date" {...control} value={wish.begins_on} onInput={(event) => onChange({ begins_on: event.currentTarget.value })} />}
        </Field>
        <Field id="closure-until" label={w.until} error={errors.get("ends_on")}>
          {(control) => <input class="input" type="date" {...control} min={wish.begins_on} value={wish.ends_on} onInput={(event) => onChange({ ends_on: event.currentTarget.value })} />}
        </Field>
      </div>
      <Field id="closure-note" label={w.note} hint={w.noteHint} error={errors.get("note")}>
        {(control) => <input class="input" {...control} maxLength={80} value={wish.note} onInput={(event) => onChange({ note: event.currentTarget.value })} />}
      </Field>
      <button type="submit" class="btn btn--primary" aria-busy={isBusy}>{w.ask}</button>
    </form>
  );
}
