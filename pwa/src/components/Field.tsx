/** A label, a field, a hint, and what is wrong with it. The error is the field's description, so that it is read out
 *  when focus lands there. */
import type { ComponentChildren } from "preact";

import { Icon } from "./Icon";

/** What a control inside a Field needs to be named and described by it. */
export type Described = { id: string; "aria-invalid"?: boolean; "aria-describedby"?: string };

type FieldProps = {
  id: string;
  label: ComponentChildren;
  hint?: string | undefined;
  error?: string | undefined;
  children: (control: Described) => ComponentChildren; // (c) => <input class="input" {...c} />
};

export function Field({ id, label, hint, error, children }: FieldProps) {
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ");
  const control: Described = { id };
  if (error) control["aria-invalid"] = true;
  if (described) control["aria-describedby"] = described;
  return (
    <div class={error ? "field field--bad" : "field"}>
      <label for={id}>{label}</label>
      {children(control)}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
      {hint && <p class="hint" id={`${id}-hint`}>{hint}</p>}
    </div>
  );
}

export function FieldError({ id, children }: { id: string; children: ComponentChildren }) {
  return (
    <p class="error" id={id}>
      <Icon name="warning-circle" weight="fill" />
      <span>{children}</span>
    </p>
  );
}
