/** What the forms of the directory are made of: groups, texts, choices. A field's id is `f-` and its name, so that what the
 *  server says about a name lands there. */
import type { ComponentChildren } from "preact";

import { Field, FieldError } from "../../components/Field";
import { directoryWords } from "../../i18n/directory";
import type { Errors } from "./editing";

type GroupProps = { id: string; title: string; hint?: string; children: ComponentChildren };

export function Group({ id, title, hint, children }: GroupProps) {
  return (
    <section class="card stack group" aria-labelledby={`g-${id}`}>
      <h2 id={`g-${id}`}>{title}</h2>
      {hint && <p class="hint">{hint}</p>}
      {children}
    </section>
  );
}

/** What few need: shut, until there is something in it that must be seen. */
export function Folded({ id, title, hint, isOpen, children }: GroupProps & { isOpen: boolean }) {
  return (
    <details class="card group" open={isOpen} id={`g-${id}`}>
      <summary><h2>{title}</h2></summary>
      <div class="stack">
        {hint && <p class="hint">{hint}</p>}
        {children}
      </div>
    </details>
  );
}

type TextProps = {
  name: string;
  label: string;
  hint?: string;
  value: string;
  errors: Errors;
  rows?: number; // several lines
  most?: number; // characters
  mode?: "tel" | "decimal";
  lang?: string;
  onChange: (value: string) => void;
};

export function Text({ name, label, hint, value, errors, rows, most, mode, lang, onChange }: TextProps) {
  return (
    <Field id={`f-${name}`} label={label} hint={hint} error={errors.get(`f-${name}`)}>
      {(control) =>
        rows ? (
          <textarea class="input" {...control} rows={rows} maxLength={most} lang={lang} value={value} onInput={(event) => onChange(event.currentTarget.value)} />
        ) : (
          <input class="input" {...control} inputMode={mode} maxLength={most} lang={lang} autocomplete="off" value={value} onInput={(event) => onChange(event.currentTarget.value)} />
        )
      }
    </Field>
  );
}

type OneOfProps = { name: string; label: string; value: string; options: readonly (readonly [value: string, words: string])[]; errors: Errors; hint?: string; onChange: (value: string) => void };

/** One of a few, all of them to be seen. */
export function OneOf({ name, label, value, options, errors, hint, onChange }: OneOfProps) {
  const error = errors.get(`f-${name}`);
  return (
    <fieldset class={error ? "field field--bad" : "field"}>
      <legend class="label">{label}</legend>
      <div class="chips chips--wrap">
        {options.map(([option, words], at) => (
          <button key={option} type="button" class="chip" id={at === 0 ? `f-${name}` : undefined} aria-pressed={value === option} onClick={() => onChange(option)}>{words}</button>
        ))}
      </div>
      {error && <FieldError id={`f-${name}-error`}>{error}</FieldError>}
      {hint && <p class="hint">{hint}</p>}
    </fieldset>
  );
}

type ManyOfProps = { name: string; label: string; chosen: readonly string[]; options: readonly (readonly [value: string, words: string])[]; errors: Errors; onChange: (chosen: string[]) => void };

/** Any of a few. What is chosen and has no word here stays chosen, under its own name. */
export function ManyOf({ name, label, chosen, options, errors, onChange }: ManyOfProps) {
  const error = errors.get(`f-${name}`);
  const unknown = chosen.filter((one) => !options.some(([option]) => option === one)).map((one) => [one, one] as const);
  const toggle = (option: string): void => onChange(chosen.includes(option) ? chosen.filter((one) => one !== option) : [...chosen, option]);
  return (
    <fieldset class={error ? "field field--bad" : "field"}>
      <legend class="label">{label}</legend>
      <div class="chips chips--wrap">
        {[...options, ...unknown].map(([option, words], at) => (
          <button key={option} type="button" class="chip" id={at === 0 ? `f-${name}` : undefined} aria-pressed={chosen.includes(option)} onClick={() => toggle(option)}>{words}</button>
        ))}
      </div>
      {error && <FieldError id={`f-${name}-error`}>{error}</FieldError>}
    </fieldset>
  );
}

/** Yes or no: the whole row is the target. */
export function Switch({ name, label, checked, onChange }: { name: string; label: string; checked: boolean; onChange: (checked: boolean) => void }) {
  return (
    <label class="between switchrow">
      <span class="label">{label}</span>
      <input class="switch" type="checkbox" role="switch" id={`f-${name}`} checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} />
    </label>
  );
}

/** What somebody should look at before it is published, beside the field it is about. */
export function Warning({ of, about }: { of: readonly { field: string; message: string }[]; about: string }) {
  const found = of.filter(({ field }) => field === about || field.startsWith(`${about}.`));
  if (!found.length) return null;
  return (
    <ul class="warns" aria-label={directoryWords.value.edit.warning}>
      {found.map(({ message }) => <li key={message}>{message}</li>)}
    </ul>
  );
}
