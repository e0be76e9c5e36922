/** A survey's year, name and dates. */
import { Field } from "../../components/Field";
import { wavesWords } from "../../i18n/waves";
import type { WriteWave } from "./data";

type DatesFormProps = {
  wish: WriteWave;
  errors: ReadonlyMap<string, string>;
  isBusy: boolean;
  onChange: (part: Partial<WriteWave>) => void;
  onSave: () => void;
};

/** Spring of the first year without a survey, as every year: answered in April and May, published at the end of June. */
export function nextYear(taken: readonly number[]): WriteWave {
  const year = Math.max(new Date().getFullYear(), ...taken.map((one) => one + 1));
  return { version: 0, year, title: "", opens_on: `${year}-04-01`, closes_on: `${year}-05-15`, result_on: `${year}-06-30` };
}

export function DatesForm({ wish, errors, isBusy, onChange, onSave }: DatesFormProps) {
  const w = wavesWords.value;
  const submit = (event: Event): void => {
    event.preventDefault();
    onSave();
  };
  const day = (name: "opens_on" | "closes_on" | "result_on", label: string, hint?: string) => (
    <Field id={`wave-${name}`} label={label} hint={hint} error={errors.get(name)}>
      {(control) => <input class="input" type="date" required {...control} value={wish[name]} onInput={(event) => onChange({ [name]: event.currentTarget.value })} />}
    </Field>
  );
  return (
    <form class="stack" onSubmit={submit}>
      <Field id="wave-year" label={w.year} error={errors.get("year")}>
        {(control) => <input class="input" type="number" required min={2000} max={2100} {...control} value={wish.year} onInput={(event) => onChange({ year: event.currentTarget.valueAsNumber || 0 })} />}
      </Field>
      <Field id="wave-title" label={w.name} hint={w.nameHint} error={errors.get("title")}>
        {(control) => <input class="input" maxLength={80} {...control} value={wish.title} onInput={(event) => onChange({ title: event.currentTarget.value })} />}
      </Field>
      {day("opens_on", w.opens)}
      {day("closes_on", w.closes, w.closesHint)}
      {day("result_on", w.result)}
      <button class="btn btn--primary" aria-busy={isBusy}>{w.save}</button>
    </form>
  );
}
