/** A field that is the question of its screen: the label is the heading, and says which step of three this is. */
import type { ComponentChildren } from "preact";

import { type Described, FieldError } from "../../components/Field";
import { helpWords } from "../../i18n/help";

type BigFieldProps = {
  id: string;
  step: 2 | 3;
  label: string;
  hint: string;
  error?: string | undefined;
  children: (control: Described) => ComponentChildren;
};

export function BigField({ id, step, label, hint, error, children }: BigFieldProps) {
  const control: Described = { id, "aria-describedby": error ? `${id}-error ${id}-hint` : `${id}-hint` };
  if (error) control["aria-invalid"] = true;
  return (
    <div class={error ? "field field--bad" : "field"}>
      <h1>
        <span class="vh">{helpWords.value.stepOf(step)}</span>
        <label for={id}>{label}</label>
      </h1>
      <p class="hint" id={`${id}-hint`}>{hint}</p>
      {children(control)}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  );
}
