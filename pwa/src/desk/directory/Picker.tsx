/** Choosing one or several things out of many by a few letters: who provides it, where it is given, where it is shown. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { FieldError } from "../../components/Field";
import { Icon } from "../../components/Icon";
import { Sheet } from "../../components/Sheet";
import { directoryWords } from "../../i18n/directory";
import type { Errors } from "./editing";

/** Something that can be chosen. */
export type Option = { id: string; title: string; sub: string };

type PickerProps = {
  name: string; // of the field
  label: string;
  hint?: string;
  chosen: readonly Option[];
  many?: boolean;
  errors: Errors;
  add: string; // the words of its button
  find: (typed: string) => Promise<Option[]>;
  more?: { words: string; href: string }; // where a new one is made
  onChange: (ids: string[]) => void;
};

export function Picker({ name, label, hint, chosen, many = false, errors, add, find, more, onChange }: PickerProps) {
  const w = directoryWords.value.picker;
  const isOpen = useSignal(false);
  const error = errors.get(`f-${name}`);
  const ids = chosen.map(({ id }) => id);
  const choose = (id: string): void => {
    onChange(many ? [...ids.filter((other) => other !== id), id] : [id]);
    isOpen.value = false;
  };
  return (
    <fieldset class={error ? "field field--bad" : "field"}>
      <legend class="label">{label}</legend>
      {chosen.length > 0 && (
        <ul class="picked rows">
          {chosen.map(({ id, title, sub }) => (
            <li key={id} class="between">
              <span class="grow"><b>{title}</b>{sub && <span class="row__sub">{sub}</span>}</span>
              {many && <button type="button" class="iconbtn" aria-label={w.drop(title)} onClick={() => onChange(ids.filter((other) => other !== id))}><Icon name="x" /></button>}
            </li>
          ))}
        </ul>
      )}
      <div class="cluster">
        <button type="button" class="btn btn--small" id={`f-${name}`} aria-describedby={error ? `f-${name}-error` : undefined} onClick={() => (isOpen.value = true)}>
          <Icon name={many ? "plus-regular" : "magnifying-glass-regular"} size="s" />
          {add}
        </button>
        {more && <a class="textbtn" href={more.href}>{more.words}</a>}
      </div>
      {error && <FieldError id={`f-${name}-error`}>{error}</FieldError>}
      {hint && <p class="hint">{hint}</p>}
      <Sheet open={isOpen.value} onClose={() => (isOpen.value = false)} title={add}>
        <Finder label={add} find={find} taken={many ? ids : []} onChoose={choose} />
        <button type="button" class="btn btn--wide" onClick={() => (isOpen.value = false)}>{w.close}</button>
      </Sheet>
    </fieldset>
  );
}

type FinderProps = { label: string; find: (typed: string) => Promise<Option[]>; taken: readonly string[]; onChoose: (id: string) => void };

function Finder({ label, find, taken, onChoose }: FinderProps) {
  const w = directoryWords.value.picker;
  const typed = useSignal("");
  const found = useSignal<readonly Option[] | null>(null);
  const failed = useSignal(false);
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(() => {
      find(typed.value.trim()).then(
        (options) => {
          if (!isCurrent) return;
          found.value = options;
          failed.value = false;
        },
        () => {
          failed.value = isCurrent;
        },
      );
    }, 150);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [typed.value]);
  const options = found.value?.filter(({ id }) => !taken.includes(id)) ?? [];
  return (
    <>
      <input class="input" type="search" aria-label={label} placeholder={w.hint} value={typed.value} onInput={(event) => (typed.value = event.currentTarget.value)} />
      <p class="small muted" role="status">{failed.value ? w.failed : found.value && !options.length ? w.nothing : ""}</p>
      <div class="rows finder">
        {options.slice(0, 20).map(({ id, title, sub }) => (
          <button key={id} type="button" class="row" onClick={() => onChoose(id)}>
            <span class="row__body"><span class="row__title">{title}</span><span class="row__sub">{sub}</span></span>
          </button>
        ))}
      </div>
    </>
  );
}
