/** The question that a sample is to answer. */
import { Choice } from "../../components/Choice";
import { Field } from "../../components/Field";
import { wavesWords } from "../../i18n/waves";
import type { Allocation, Typed, Unit, Way } from "./asking";

type PlanFormProps = {
  plan: Typed;
  errors: ReadonlyMap<string, string>;
  isBusy: boolean;
  onChange: (part: Partial<Typed>) => void;
  onCount: () => void;
};
type Number = "p0" | "p1" | "margin" | "invited" | "level" | "power" | "response" | "fewest";

const BOUNDS: Record<Number, [min: number, max: number, step: number]> = {
  p0: [1, 99, 0.1],
  p1: [1, 99, 0.1],
  margin: [0.5, 25, 0.1],
  invited: [1, 5_000_000, 1],
  level: [80, 99.9, 0.1],
  power: [50, 99, 0.1],
  response: [1, 100, 0.1],
  fewest: [2, 50, 1],
};
const WAYS: readonly Way[] = ["tell", "margin", "total"];
const UNITS: readonly Unit[] = ["city", "district", "street", "community"];
const ALLOCATIONS: readonly Allocation[] = ["power", "proportional", "equal"];

export function PlanForm({ plan, errors, isBusy, onChange, onCount }: PlanFormProps) {
  const w = wavesWords.value;
  const number = (name: Number, label: string, hint?: string) => (
    <Field id={`plan-${name}`} label={label} hint={hint} error={errors.get(name)}>
      {(control) => (
        <input class="input num" type="number" inputMode="decimal" required min={BOUNDS[name][0]} max={BOUNDS[name][1]} step={BOUNDS[name][2]} {...control} value={plan[name]} onInput={(event) => onChange({ [name]: event.currentTarget.valueAsNumber })} />
      )}
    </Field>
  );
  const submit = (event: Event): void => {
    event.preventDefault();
    onCount();
  };
  return (
    <form class="card stack" onSubmit={submit}>
      <fieldset class="stack stack--s waves__ways">
        <legend>{w.question}</legend>
        {WAYS.map((way) => <Choice key={way} name="way" value={way} checked={plan.way === way} onChange={() => onChange({ way })}>{w.ways[way]}</Choice>)}
      </fieldset>
      {plan.way !== "total" && (
        <label class="field">
          <span>{w.unit}</span>
          <select class="input" value={plan.unit} onChange={(event) => onChange({ unit: event.currentTarget.value as Unit })}>
            {UNITS.map((unit) => <option key={unit} value={unit}>{w.units[unit]}</option>)}
          </select>
        </label>
      )}
      <div class="waves__two">
        {plan.way === "tell" && number("p0", w.p0)}
        {plan.way === "tell" && number("p1", w.p1)}
        {plan.way === "margin" && number("margin", w.margin)}
        {plan.way === "total" && number("invited", w.invite)}
        {number("response", w.response)}
      </div>
      <details>
        <summary>{w.details}</summary>
        <div class="stack">
          <div class="waves__two">
            {number("level", w.level)}
            {plan.way === "tell" && number("power", w.power, w.powerHint)}
            {plan.way !== "total" && number("fewest", w.fewest, w.fewestHint)}
          </div>
          {(plan.way === "total" || plan.unit === "city" || plan.unit === "district") && (
            <label class="field">
              <span>{w.allocation}</span>
              <select class="input" value={plan.allocation} onChange={(event) => onChange({ allocation: event.currentTarget.value as Allocation })}>
                {ALLOCATIONS.map((each) => <option key={each} value={each}>{w.allocations[each]}</option>)}
              </select>
            </label>
          )}
        </div>
      </details>
      <button class="btn" aria-busy={isBusy}>{isBusy ? w.counting : w.count}</button>
    </form>
  );
}
