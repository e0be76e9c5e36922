/** One of several, as chips or as a divided bar. Real radio buttons: arrows move, the group has a name, nothing is chosen before. */
import type { ComponentChildren } from "preact";

import { Icon } from "../../components/Icon";

export type Option<T extends string> = { value: T; label: string; icon?: string };

const LOOK = {
  chips: { group: "chips chips--wrap", one: "chip chip--one" },
  seg: { group: "seg", one: "seg__one" },
  pair: { group: "pair", one: "btn btn--one" },
};

type RadioChipsProps<T extends string> = {
  name: string;
  legend: string;
  options: readonly Option<T>[];
  value: T | null;
  onChange: (value: T) => void;
  look?: keyof typeof LOOK;
  hideLegend?: boolean;
  error?: string | undefined; // id of what is wrong
  children?: ComponentChildren; // a last thing among the choices that is none: a button for more
};

export function RadioChips<T extends string>(props: RadioChipsProps<T>) {
  const { name, legend, options, value, onChange, look = "chips", hideLegend = false, error, children } = props;
  return (
    <fieldset class="field" aria-describedby={error}>
      <legend class={hideLegend ? "vh" : "label"}>{legend}</legend>
      <div class={LOOK[look].group}>
        {options.map((option) => (
          <label key={option.value} class={LOOK[look].one}>
            <input
              class="vh"
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            {option.icon && <Icon name={option.icon} size="s" />}
            {option.label}
          </label>
        ))}
        {children}
      </div>
    </fieldset>
  );
}
