/** How to reach the resident, or not; and for whom they ask. */
import { Choice } from "../../components/Choice";
import { Field, FieldError } from "../../components/Field";
import { city } from "../../data/city";
import { draft, type OnBehalf, type Wish, write } from "../../data/draft";
import { TERMS } from "../../data/taxonomy.gen";
import { categoryOf } from "../../data/words";
import { helpWords } from "../../i18n/help";
import type { Trouble } from "./check";
import { RadioChips } from "./RadioChips";

const WISHES: readonly Wish[] = ["call", "message", "none"];

export function Contact({ trouble }: { trouble: Trouble }) {
  const w = helpWords.value;
  const { wish, phone, name, noPhone, onBehalf, anonymous = false } = draft.value;
  const isHome = TERMS.find((term) => term.code === categoryOf(draft.value))?.publicSpace === false;
  return (
    <>
      {!noPhone && (
        <>
          <RadioChips
            name="wish"
            legend={w.contactTitle}
            look="seg"
            value={wish}
            onChange={(next) => write({ wish: next })}
            options={WISHES.map((value) => ({ value, label: w.wish[value] }))}
          />
          {wish !== "call" && <p class="hint" role="status">{wish === "message" ? w.wishMessage : w.wishNone}</p>}
          <Field id="phone" label={w.phone} hint={w.phoneHint(city.kept_months)} error={trouble.phone}>
            {(control) => (
              <input
                {...control}
                class="input num"
                type="tel"
                autocomplete="tel"
                maxLength={30}
                value={phone}
                onInput={(event) => write({ phone: event.currentTarget.value })}
              />
            )}
          </Field>
          <Field id="name" label={w.name}>
            {(control) => (
              <input
                {...control}
                class="input"
                autocomplete="name"
                maxLength={80}
                value={name}
                onInput={(event) => write({ name: event.currentTarget.value })}
              />
            )}
          </Field>
        </>
      )}
      <div class="choices">
        <Choice many name="on-behalf" value="yes" checked={onBehalf !== null} sub={w.onBehalfHint}
          onChange={(isOn) => write({ onBehalf: isOn ? { name: "", phone: "", relation: "", consent: false } : null })}>
          {w.onBehalf}
        </Choice>
        {isHome && !noPhone && (
          <Choice many name="anonymous" value="yes" checked={anonymous} sub={w.anonymousHint} onChange={(isOn) => write({ anonymous: isOn })}>
            {w.anonymous}
          </Choice>
        )}
        <Choice many name="no-phone" value="yes" checked={noPhone} sub={w.noPhoneHint} onChange={(isOn) => write({ noPhone: isOn })}>
          {w.noPhone}
        </Choice>
      </div>
      {onBehalf && <Other other={onBehalf} trouble={trouble} />}
    </>
  );
}

function Other({ other, trouble }: { other: OnBehalf; trouble: Trouble }) {
  const w = helpWords.value;
  const set = (change: Partial<OnBehalf>) => write({ onBehalf: { ...other, ...change } });
  return (
    <section class="card stack" aria-label={w.onBehalf}>
      <Field id="other-name" label={w.otherName} error={trouble["other-name"]}>
        {(control) => <input {...control} class="input" maxLength={80} value={other.name} onInput={(event) => set({ name: event.currentTarget.value })} />}
      </Field>
      <Field id="other-phone" label={w.otherPhone} error={trouble["other-phone"]}>
        {(control) => (
          <input {...control} class="input num" type="tel" maxLength={30} value={other.phone} onInput={(event) => set({ phone: event.currentTarget.value })} />
        )}
      </Field>
      <Field id="relation" label={w.relation} hint={w.relationHint}>
        {(control) => <input {...control} class="input" maxLength={40} value={other.relation} onInput={(event) => set({ relation: event.currentTarget.value })} />}
      </Field>
      <div class={trouble.consent ? "field field--bad" : "field"}>
        <label class="choice">
          <input
            type="checkbox"
            id="consent"
            checked={other.consent}
            aria-invalid={trouble.consent ? true : undefined}
            aria-describedby={trouble.consent ? "consent-error" : undefined}
            onChange={(event) => set({ consent: event.currentTarget.checked })}
          />
          <span class="choice__t">{w.consent}</span>
        </label>
        {trouble.consent && <FieldError id="consent-error">{trouble.consent}</FieldError>}
      </div>
    </section>
  );
}
