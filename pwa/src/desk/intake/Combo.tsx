/** One field that finds by typing: arrows move, Enter takes, Esc leaves it as it was. Nothing of it needs a mouse. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

import { Field } from "../../components/Field";

export type Option = { key: string; group: string; title: string; sub?: string };

type ComboProps = {
  id: string;
  label: string;
  hint: string;
  error?: string | undefined;
  placeholder?: string;
  typed: string;
  options: readonly Option[];
  none: string; // said when nothing is found
  onType: (text: string) => void;
  onChoose: (option: Option) => void;
  onLeave?: () => void;
};

export function Combo({ id, label, hint, error, placeholder, typed, options, none, onType, onChoose, onLeave }: ComboProps) {
  const isOpen = useSignal(false);
  const at = useSignal(0);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    at.value = 0;
  }, [options.map(({ key }) => key).join()]);
  const active = isOpen.value ? options[at.value] : undefined;
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [active?.key]);

  const choose = (option: Option): void => {
    isOpen.value = false;
    onChoose(option);
  };
  const move = (by: number): void => {
    if (isOpen.value) at.value = Math.min(Math.max(0, at.value + by), options.length - 1);
    isOpen.value = true;
  };
  const keys: Record<string, () => void> = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => active && choose(active),
    Escape: () => {
      isOpen.value = false;
    },
  };
  const pressed = (event: KeyboardEvent): void => {
    const act = event.isComposing || event.ctrlKey || event.metaKey ? undefined : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  const groups = [...new Set(options.map(({ group }) => group))];
  return (
    <div class="combo">
      <Field id={id} label={label} hint={hint} error={error}>
        {(control) => (
          <input
            {...control}
            class="input"
            type="text"
            role="combobox"
            autocomplete="off"
            aria-autocomplete="list"
            aria-expanded={isOpen.value && options.length > 0}
            aria-controls={`${id}-list`}
            aria-activedescendant={active && optionId(id, active)}
            placeholder={placeholder}
            value={typed}
            onInput={(event) => {
              isOpen.value = true;
              onType(event.currentTarget.value);
            }}
            onFocus={() => (isOpen.value = true)}
            onBlur={() => {
              isOpen.value = false;
              onLeave?.();
            }}
            onKeyDown={pressed}
          />
        )}
      </Field>
      <p class="vh" role="status">{isOpen.value && typed.trim() && options.length === 0 ? none : ""}</p>
      <div class="combo__list" id={`${id}-list`} role="listbox" aria-label={label} hidden={!isOpen.value || options.length === 0} ref={list}>
        {groups.map((group) => (
          <div key={group} role="group" aria-label={group}>
            <div class="combo__group tiny" aria-hidden="true">{group}</div>
            {options.map((option) => option.group === group && (
              <div
                key={option.key}
                id={optionId(id, option)}
                role="option"
                aria-selected={option === active}
                class="combo__one"
                onMouseDown={(event) => {
                  event.preventDefault(); // the field keeps the focus
                  choose(option);
                }}
              >
                <span>{option.title}</span>
                {option.sub && <span class="small muted">{option.sub}</span>}
              </div>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

const optionId = (id: string, { key }: Option): string => `${id}-${key}`;
