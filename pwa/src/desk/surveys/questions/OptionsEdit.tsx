/** A list of options while it is written: codes, texts, what stands alone or apart; in the order of the phone. */
import { useContext } from "preact/hooks";

import { Field, FieldError } from "../../../components/Field";
import { Icon } from "../../../components/Icon";
import { type Option, textIn } from "../../../data/questionnaire";
import { questionsWords } from "../../../i18n/questions";
import { moved, newOption, replaced, without } from "./editing";
import { InLanguages, Sayings, Tick } from "./fields";

type OptionsEditProps = { path: string; label: string; options: readonly Option[]; marks?: readonly ("exclusive" | "apart")[]; onChange: (options: Option[]) => void };

export function OptionsEdit({ path, label, options, marks = [], onChange }: OptionsEditProps) {
  const w = questionsWords.value;
  const { about } = useContext(Sayings);
  const error = about(path);
  return (
    <fieldset class="q-list" id={`q-${path}`}>
      <legend class="label">{label}</legend>
      {error && <FieldError id={`q-${path}-error`}>{error}</FieldError>}
      {options.map((option, index) => {
        const at = `${path}.${index}`;
        const name = textIn(option.text, "zh") || w.option(index + 1);
        const change = (part: Partial<Option>): void => onChange(replaced(options, index, { ...option, ...part }));
        return (
          <div key={index} class="q-option" role="group" aria-label={w.option(index + 1)}>
            <Field id={`q-${at}.code`} label={w.code} error={about(`${at}.code`)}>
              {(control) => <input class="input num" {...control} maxLength={8} autocomplete="off" value={option.code} onInput={(event) => change({ code: event.currentTarget.value })} />}
            </Field>
            <InLanguages path={`${at}.text`} label={w.option(index + 1)} texts={option.text} onChange={(text) => change({ text })} />
            <div class="q-option__acts">
              {marks.map((mark) => <Tick key={mark} id={`q-${at}.${mark}`} label={w[mark]} isOn={option[mark] ?? false} onChange={(isOn) => change({ [mark]: isOn })} />)}
              <span class="grow" />
              <button type="button" class="iconbtn" aria-label={w.optionUp(name)} disabled={index === 0} onClick={() => onChange(moved(options, index, -1))}><Icon name="arrow-up" /></button>
              <button type="button" class="iconbtn" aria-label={w.optionDown(name)} disabled={index === options.length - 1} onClick={() => onChange(moved(options, index, 1))}><Icon name="arrow-down" /></button>
              <button type="button" class="iconbtn" aria-label={w.removeOption(name)} onClick={() => onChange(without(options, index))}><Icon name="trash" /></button>
            </div>
          </div>
        );
      })}
      <button type="button" class="btn btn--small" onClick={() => onChange([...options, newOption(options)])}>{w.addOption}</button>
    </fieldset>
  );
}
