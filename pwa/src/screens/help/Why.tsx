/** Why somebody is not content: as many reasons as they like, none chosen before. */
import { REASONS } from "../../data/words";
import { helpWords } from "../../i18n/help";

type WhyProps = { chosen: readonly string[]; onChange: (chosen: string[]) => void };

export function Why({ chosen, onChange }: WhyProps) {
  const w = helpWords.value;
  return (
    <fieldset class="field">
      <legend class="label">{w.reasonsTitle}</legend>
      <div class="chips chips--wrap">
        {REASONS.map((reason) => (
          <label key={reason} class="chip chip--one">
            <input
              class="vh"
              type="checkbox"
              name="reason"
              value={reason}
              checked={chosen.includes(reason)}
              onChange={(event) => onChange(event.currentTarget.checked ? [...chosen, reason] : chosen.filter((other) => other !== reason))}
            />
            {w.reasons[reason]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
