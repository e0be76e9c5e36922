/** One answer of several, or one thing to tick: the whole row is the target. */
import type { ComponentChildren } from "preact";

type ChoiceProps = {
  name: string;
  value: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  many?: boolean; // a tick instead of a dot
  sub?: string | undefined; // a second line
  class?: string;
  children: ComponentChildren;
};

export function Choice({ name, value, checked, onChange, many = false, sub, class: more = "", children }: ChoiceProps) {
  return (
    <label class={`choice ${more}`}>
      <input
        type={many ? "checkbox" : "radio"}
        name={name}
        value={value}
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span class="choice__t">
        {children}
        {sub && <span class="row__sub choice__sub">{sub}</span>}
      </span>
    </label>
  );
}
