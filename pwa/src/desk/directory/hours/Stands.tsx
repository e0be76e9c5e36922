/** When hours stand (the whole year, a season of each year, some dates), what holidays do to them, and a word beside them. */
import { Field, FieldError } from "../../../components/Field";
import { directoryWords } from "../../../i18n/directory";
import type { Trouble } from "./rules";
import type { Policy, Week } from "./timetable";

type Value = Pick<Week, "from" | "to" | "season" | "policy" | "note">;
type StandsProps = { place: string; value: Value; troubles: ReadonlyMap<string, Trouble>; onChange: (part: Partial<Value>) => void };

const POLICIES: readonly Policy[] = ["work", "closed", "plain"];
const SUMMER = "06-15..09-15";

export function Stands({ place, value, troubles, onChange }: StandsProps) {
  const w = directoryWords.value.hours;
  const when = value.season ? "season" : value.from || value.to ? "dates" : "always";
  const choose = (next: string): void => {
    if (next === "season") onChange({ season: SUMMER, from: "", to: "" });
    else if (next === "dates") onChange({ season: "", from: new Date(Date.now()).toISOString().slice(0, 10), to: "" });
    else onChange({ season: "", from: "", to: "" });
  };
  return (
    <div class="stands">
      <div class="whole">
        <Field id={`${place}-policy`} label={w.onHolidays} hint={w.policyHints[value.policy]}>
          {(control) => (
            <select class="input" {...control} value={value.policy} onChange={(event) => onChange({ policy: event.currentTarget.value as Policy })}>
              {POLICIES.map((policy) => <option key={policy} value={policy}>{w.policyNames[policy]}</option>)}
            </select>
          )}
        </Field>
      </div>
      <Field id={`${place}-when`} label={w.when}>
        {(control) => (
          <select class="input" {...control} value={when} onChange={(event) => choose(event.currentTarget.value)}>
            <option value="always">{w.always}</option>
            <option value="season">{w.season}</option>
            <option value="dates">{w.dates}</option>
          </select>
        )}
      </Field>
      {when === "season" && <Season place={place} value={value.season} onChange={(season) => onChange({ season })} />}
      {(value.from || value.to || when === "dates") && <Dates place={place} from={value.from} to={value.to} troubles={troubles} onChange={onChange} />}
      <Field id={`${place}-note`} label={w.note} hint={w.noteHint}>
        {(control) => <input class="input" {...control} maxLength={200} value={value.note} onInput={(event) => onChange({ note: event.currentTarget.value })} />}
      </Field>
    </div>
  );
}

type DatesProps = { place: string; from: string; to: string; troubles: ReadonlyMap<string, Trouble>; onChange: (part: { from?: string; to?: string }) => void };

/** From a day to a day. */
export function Dates({ place, from, to, troubles, onChange }: DatesProps) {
  const w = directoryWords.value.hours;
  const trouble = troubles.get(`${place}-from`) ?? troubles.get(`${place}-to`);
  return (
    <div class="stack stack--s whole">
      <div class="pair">
        <Field id={`${place}-from`} label={w.fromDay}>
          {(control) => <input class="input num" type="date" {...control} aria-invalid={troubles.has(`${place}-from`) || undefined} value={from} onInput={(event) => onChange({ from: event.currentTarget.value })} />}
        </Field>
        <Field id={`${place}-to`} label={w.toDay} hint={w.toDayHint}>
          {(control) => <input class="input num" type="date" {...control} aria-invalid={troubles.has(`${place}-to`) || undefined} value={to} onInput={(event) => onChange({ to: event.currentTarget.value })} />}
        </Field>
      </div>
      {trouble && <FieldError id={`${place}-dates-error`}>{directoryWords.value.troubles[trouble]}</FieldError>}
    </div>
  );
}

const MONTHS = Array.from({ length: 12 }, (_, at) => at + 1);
const DATES = Array.from({ length: 31 }, (_, at) => at + 1);

function Season({ place, value, onChange }: { place: string; value: string; onChange: (season: string) => void }) {
  const w = directoryWords.value.hours;
  const ends = value.split("..").map((end) => end.split("-").map(Number));
  const set = (end: number, part: number, number: number): void => {
    const next = ends.map((each, at) => each.map((old, other) => (at === end && other === part ? number : old)));
    onChange(next.map((each) => each.map((number) => String(number).padStart(2, "0")).join("-")).join(".."));
  };
  return (
    <div class="cluster whole" role="group" aria-label={w.season}>
      {ends.map((end, at) => (
        <span key={at} class="cluster">
          {at === 1 && <span>{w.to}</span>}
          <select class="input short" id={`${place}-season-${at}`} aria-label={at ? w.lastMonth : w.firstMonth} value={end[0]} onChange={(event) => set(at, 0, Number(event.currentTarget.value))}>
            {MONTHS.map((month) => <option key={month} value={month}>{w.month(month)}</option>)}
          </select>
          <select class="input short" aria-label={at ? w.lastDay : w.firstDay} value={end[1]} onChange={(event) => set(at, 1, Number(event.currentTarget.value))}>
            {DATES.map((date) => <option key={date} value={date}>{w.date(date)}</option>)}
          </select>
        </span>
      ))}
    </div>
  );
}
