/** A shift: who, on which days, from when until when. */
import { Choice } from "../../components/Choice";
import { Field } from "../../components/Field";
import { rosterWords } from "../../i18n/roster";
import { endOf, hhmm, minutesOf, type Worker, type WriteShift } from "./data";

type ShiftFormProps = {
  wish: WriteShift;
  day: string; // that was tapped
  people: readonly Worker[];
  errors: ReadonlyMap<string, string>;
  isBusy: boolean;
  onChange: (part: Partial<WriteShift>) => void;
  onSave: () => void;
  onRemove: (() => void) | null;
};

export function ShiftForm({ wish, day, people, errors, isBusy, onChange, onSave, onRemove }: ShiftFormProps) {
  const w = rosterWords.value;
  const isOnce = Boolean(wish.on_date);
  const days = wish.weekdays ?? [];
  const weekday = (new Date(day).getUTCDay() + 6) % 7;
  const submit = (event: Event): void => {
    event.preventDefault();
    onSave();
  };
  const tick = (at: number, on: boolean): void => onChange({ weekdays: on ? [...days, at].sort() : days.filter((other) => other !== at) });
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <Field id="shift-person" label={w.person} error={errors.get("person")}>
        {(control) => (
          <select class="input" {...control} value={wish.person ?? ""} onChange={(event) => onChange({ person: event.currentTarget.value || null })}>
            <option value="">{isOnce ? w.nobodyOption : w.choosePerson}</option>
            {people.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
          </select>
        )}
      </Field>
      <fieldset class="field">
        <legend class="label">{w.when}</legend>
        <Choice name="when" value="weekly" checked={!isOnce} onChange={() => onChange({ on_date: null, weekdays: [weekday] })}>{w.weekly}</Choice>
        <Choice name="when" value="once" checked={isOnce} sub={w.onceHint} onChange={() => onChange({ on_date: day, weekdays: [] })}>{w.once}</Choice>
      </fieldset>
      {isOnce ? (
        <Field id="shift-date" label={w.date} error={errors.get("on_date")}>
          {(control) => <input class="input" type="date" {...control} value={wish.on_date ?? ""} onInput={(event) => onChange({ on_date: event.currentTarget.value || null })} />}
        </Field>
      ) : (
        <div class="chips chips--wrap" role="group" aria-label={w.when}>
          {w.weekdays.map((name, at) => (
            <label key={name} class="chip chip--one">
              <input class="vh" type="checkbox" checked={days.includes(at)} onChange={(event) => tick(at, event.currentTarget.checked)} />
              {name}
            </label>
          ))}
        </div>
      )}
      {errors.get("weekdays") && <p class="error" role="alert">{errors.get("weekdays")}</p>}
      <div class="pair">
        <Field id="shift-from" label={w.starts} error={errors.get("starts")}>
          {(control) => <input class="input" type="time" {...control} value={hhmm(wish.starts)} onInput={(event) => onChange({ starts: minutesOf(event.currentTarget.value), ends: endOf(minutesOf(event.currentTarget.value), hhmm(wish.ends)) })} />}
        </Field>
        <Field id="shift-to" label={w.ends} error={errors.get("ends")}>
          {(control) => <input class="input" type="time" {...control} value={hhmm(wish.ends)} onInput={(event) => onChange({ ends: endOf(wish.starts, event.currentTarget.value) })} />}
        </Field>
      </div>
      <p class="hint">{w.endsHint}</p>
      <div class="pair">
        {onRemove && <button type="button" class="btn" disabled={isBusy} onClick={onRemove}>{w.remove}</button>}
        <button type="submit" class="btn btn--primary" aria-busy={isBusy}>{w.save}</button>
      </div>
    </form>
  );
}
