/** What the forms of a question are made of. A field's id is `q-` and its path, so that what is said about a path lands there. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";

import { Field } from "../../../components/Field";
import type { Texts } from "../../../data/questionnaire";
import { questionsWords } from "../../../i18n/questions";

/** What is wrong, by path; which languages there are. */
export const Sayings = createContext<{ about: (path: string) => string | undefined; languages: readonly string[] }>({ about: () => undefined, languages: ["zh", "en"] });

const nameOf = (language: string): string => {
  const names: Record<string, string> = questionsWords.value.languages;
  return names[language] ?? language;
};

type InLanguagesProps = { path: string; label: string; texts: Texts | null | undefined; isLong?: boolean; onChange: (texts: Texts) => void };

/** One text in each language, beside each other. */
export function InLanguages({ path, label, texts, isLong = false, onChange }: InLanguagesProps) {
  const w = questionsWords.value;
  const { about, languages } = useContext(Sayings);
  return (
    <div class="q-langs">
      {languages.map((language) => (
        <Field key={language} id={`q-${path}.${language}`} label={w.inLanguage(label, nameOf(language))} error={about(`${path}.${language}`)}>
          {(control) => {
            const change = (event: Event & { currentTarget: HTMLInputElement | HTMLTextAreaElement }): void => onChange({ ...texts, [language]: event.currentTarget.value });
            const value = texts?.[language] ?? "";
            return isLong ? (
              <textarea class="input" {...control} lang={language} rows={2} maxLength={500} value={value} onInput={change} />
            ) : (
              <input class="input" {...control} lang={language} maxLength={500} autocomplete="off" value={value} onInput={change} />
            );
          }}
        </Field>
      ))}
    </div>
  );
}

type WholeProps = { path: string; label: string; value: number | null | undefined; onChange: (value: number | null) => void };

export function Whole({ path, label, value, onChange }: WholeProps) {
  const { about } = useContext(Sayings);
  return (
    <Field id={`q-${path}`} label={label} error={about(path)}>
      {(control) => (
        <input
          class="input num"
          type="number"
          step="1"
          {...control}
          value={value ?? ""}
          onInput={({ currentTarget }) => onChange(Number.isInteger(currentTarget.valueAsNumber) ? currentTarget.valueAsNumber : null)}
        />
      )}
    </Field>
  );
}

type OneProps = { path: string; label: string; value: string; options: readonly (readonly [value: string, words: string])[]; onChange: (value: string) => void };

export function OneOf({ path, label, value, options, onChange }: OneProps) {
  const { about } = useContext(Sayings);
  return (
    <Field id={`q-${path}`} label={label} error={about(path)}>
      {(control) => (
        <select class="input" {...control} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
          {options.map(([one, words]) => <option key={one} value={one}>{words}</option>)}
        </select>
      )}
    </Field>
  );
}

export function Tick({ id, label, isOn, onChange }: { id: string; label: string; isOn: boolean; onChange: (isOn: boolean) => void }) {
  return (
    <label class="q-tick" for={id}>
      <input type="checkbox" id={id} checked={isOn} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>{label}</span>
    </label>
  );
}
