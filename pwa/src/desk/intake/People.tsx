/** For whom they call, what they speak, how they want to be answered, how urgent it is. */
import { Field, FieldError } from "../../components/Field";
import { city, inWords } from "../../data/city";
import { intakeWords } from "../../i18n/intake";
import { call, type Whom, type Wish, write } from "./call";
import type { Troubles } from "./check";
import { isLandline } from "./numbers";

type SegProps<T extends string> = { name: string; legend: string; options: readonly [T, string][]; value: T; hint?: string; onChange: (value: T) => void };

/** A few choices in a bar: real radio buttons, so that arrows choose. */
function Seg<T extends string>({ name, legend, options, value, hint, onChange }: SegProps<T>) {
  return (
    <fieldset class="field">
      <legend class="label">{legend}</legend>
      <div class="seg intake__seg">
        {options.map(([each, label]) => (
          <label key={each} class="intake__one">
            <input class="vh" type="radio" name={name} checked={each === value} onChange={() => onChange(each)} />
            {label}
          </label>
        ))}
      </div>
      {hint && <p class="hint">{hint}</p>}
    </fieldset>
  );
}

export function ForWhom({ troubles }: { troubles: Troubles }) {
  const w = intakeWords.value;
  const { whom, other } = call.value;
  const set = (change: Partial<typeof other>): void => write({ other: { ...other, ...change } });
  const options = (["self", "family", "other"] as const).map((each): [Whom, string] => [each, w.who[each] ?? ""]);
  return (
    <>
      <Seg name="whom" legend={w.forWhom} options={options} value={whom} onChange={(next) => write({ whom: next })} />
      {whom !== "self" && (
        <div class="intake__other stack">
          <div class="intake__pair">
            <Text id="other-name" label={w.otherName} most={80} value={other.name} error={troubles.get("other-name")} onInput={(name) => set({ name })} />
            <Text id="other-phone" label={w.otherPhone} most={30} value={other.phone} error={troubles.get("other-phone")} onInput={(phone) => set({ phone })} />
          </div>
          <Text id="relation" label={w.relation} hint={w.relationHint} most={40} value={other.relation} error={troubles.get("relation")} onInput={(relation) => set({ relation })} />
          <div class={troubles.has("consent") ? "field field--bad" : "field"}>
            <label class="choice">
              <input
                type="checkbox" id="consent" checked={other.consent} aria-invalid={troubles.has("consent") || undefined}
                aria-describedby={troubles.has("consent") ? "consent-error" : undefined} onChange={(event) => set({ consent: event.currentTarget.checked })}
              />
              <span class="choice__t">{w.consent}</span>
            </label>
            {troubles.has("consent") && <FieldError id="consent-error">{troubles.get("consent")}</FieldError>}
          </div>
        </div>
      )}
    </>
  );
}

type TextProps = { id: string; label: string; hint?: string; most: number; value: string; error: string | undefined; onInput: (text: string) => void };

function Text({ id, label, hint, most, value, error, onInput }: TextProps) {
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      {(control) => <input {...control} class="input" autocomplete="off" maxLength={most} value={value} onInput={(event) => onInput(event.currentTarget.value)} />}
    </Field>
  );
}

const OTHER = " "; // another language, not named yet

export function Speaks() {
  const w = intakeWords.value;
  const { speaks } = call.value;
  const kind = speaks === "" || speaks === "local" ? speaks : OTHER;
  const options: [string, string][] = [["", w.common], ["local", w.local(inWords(city.name))], [OTHER, w.otherSpeech]];
  return (
    <>
      <Seg name="speaks" legend={w.speaks} options={options} value={kind} {...(kind && { hint: w.speaksHint })} onChange={(next) => write({ speaks: next })} />
      {kind === OTHER && <Text id="speaks" label={w.speaksWhich} most={40} value={speaks.trimStart()} error={undefined} onInput={(text) => write({ speaks: text || OTHER })} />}
    </>
  );
}

export function Answering() {
  const w = intakeWords.value;
  const { wish, phone, urgent } = call.value;
  const landline = isLandline(phone);
  const wishes = (landline ? (["call", "none"] as const) : (["call", "message", "none"] as const)).map((each): [Wish, string] => [each, w.wishes[each] ?? ""]);
  return (
    <>
      <Seg name="wish" legend={w.wish} options={wishes} value={landline && wish === "message" ? "call" : wish} {...(landline && { hint: w.landline })} onChange={(next) => write({ wish: next })} />
      <Seg name="urgent" legend={w.urgency} options={[["calm", w.calm], ["urgent", w.urgent]]} value={urgent ? "urgent" : "calm"} onChange={(next) => write({ urgent: next === "urgent" })} />
    </>
  );
}
