/** Which categories, and which news: several of a few. */
import { type Term, TERMS } from "../../data/taxonomy.gen";
import { lang } from "../../i18n";

const named = (term: Term): string => (lang.value === "en" ? term.en : term.zh);

/** The names of some categories, in one line. */
export function termNames(codes: readonly string[]): string {
  return TERMS.filter(({ code }) => codes.includes(code)).map(named).join(lang.value === "en" ? ", " : "、");
}

type TicksProps = { label: string; hint?: string; options: readonly (readonly [id: string, words: string])[]; chosen: readonly string[]; error?: string | undefined; onChange: (ids: string[]) => void };

/** Several of a few, as chips. */
export function Ticks({ label, hint, options, chosen, error, onChange }: TicksProps) {
  const tick = (id: string, on: boolean): void => onChange(options.map(([each]) => each).filter((each) => (each === id ? on : chosen.includes(each))));
  return (
    <fieldset class={error ? "field field--bad" : "field"}>
      <legend class="label">{label}</legend>
      {hint && <p class="hint">{hint}</p>}
      <div class="chips chips--wrap">
        {options.map(([id, words]) => (
          <label key={id} class="chip chip--one">
            <input class="vh" type="checkbox" checked={chosen.includes(id)} onChange={(event) => tick(id, event.currentTarget.checked)} />
            {words}
          </label>
        ))}
      </div>
      {error && <p class="error" role="alert">{error}</p>}
    </fieldset>
  );
}

/** The categories of requests, or those of them that are of the public space. */
export function termOptions(onlyPublic: boolean): [string, string][] {
  return TERMS.filter((term) => term.requests && (!onlyPublic || term.publicSpace)).map((term) => [term.code, named(term)]);
}
