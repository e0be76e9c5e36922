/** Categories of requests: as options of a select, as ticks under their headings, and by name. */
import { TERMS, TOPS } from "../../data/taxonomy.gen";
import { lang } from "../../i18n";

const name = (term: { zh: string; en: string }): string => (lang.value === "en" ? term.en : term.zh);
const under = (top: string) => TERMS.filter((term) => term.parent === top && term.requests);

/** What a category is called; its code if this release does not know it. */
export function kindName(code: string): string {
  const term = TERMS.find((one) => one.code === code);
  return term ? name(term) : code;
}

export function KindOptions() {
  return (
    <>
      {TOPS.map((top) => {
        const terms = under(top.code);
        return terms.length > 0 && (
          <optgroup key={top.code} label={name(top)}>
            {terms.map((term) => <option key={term.code} value={term.code}>{name(term)}</option>)}
          </optgroup>
        );
      })}
    </>
  );
}

type KindTicksProps = { label: string; hint: string; error?: string | undefined; chosen: readonly string[]; onChange: (chosen: string[]) => void };

export function KindTicks({ label, hint, error, chosen, onChange }: KindTicksProps) {
  const tick = (code: string, on: boolean): void => onChange(on ? [...chosen, code] : chosen.filter((other) => other !== code));
  return (
    <fieldset class={error ? "field field--bad" : "field"}>
      <legend class="label">{label}</legend>
      <p class="hint">{hint}</p>
      <div class="whose__kinds" tabIndex={0} role="group" aria-label={label}>
        {TOPS.filter((top) => under(top.code).length > 0).map((top) => (
          <div key={top.code}>
            <p class="small muted">{name(top)}</p>
            <div class="chips chips--wrap">
              {under(top.code).map((term) => (
                <label key={term.code} class="chip chip--one">
                  <input class="vh" type="checkbox" checked={chosen.includes(term.code)} onChange={(event) => tick(term.code, event.currentTarget.checked)} />
                  {name(term)}
                </label>
              ))}
            </div>
          </div>
        ))}
      </div>
      {error && <p class="error" role="alert">{error}</p>}
    </fieldset>
  );
}
