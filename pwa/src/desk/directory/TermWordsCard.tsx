/** All words that lead to a category: those that every city has, and those that were added here. */
import { useSignal } from "@preact/signals";

import { Field } from "../../components/Field";
import { Icon } from "../../components/Icon";
import { TERMS } from "../../data/taxonomy.gen";
import { lang } from "../../i18n";
import { moment } from "../../i18n/dates";
import { directoryWords } from "../../i18n/directory";
import type { TermWords } from "./words";

type TermWordsCardProps = {
  words: TermWords;
  mayEdit: boolean;
  onAdd: (word: string) => Promise<boolean>;
  onRemove: (id: string, word: string) => void;
};

export function TermWordsCard({ words: { term: code, given, added }, mayEdit, onAdd, onRemove }: TermWordsCardProps) {
  const { words: w } = directoryWords.value;
  const typed = useSignal("");
  const term = TERMS.find((each) => each.code === code);
  const name = (lang.value === "en" ? term?.en : term?.zh) ?? code;
  const add = async (event: Event): Promise<void> => {
    event.preventDefault();
    const word = typed.peek().trim();
    if (word && (await onAdd(word))) typed.value = "";
  };
  return (
    <details class="card everyday__term">
      <summary>
        <b>{name}</b> <span class="small muted">{w.counts((given["zh-CN"] ?? []).length, added.length)}</span>
      </summary>
      <p class="small">{(given["zh-CN"] ?? []).join("、")}</p>
      <p class="small muted" lang="en">{(given.en ?? []).join(", ")}</p>
      {added.length > 0 && (
        <ul class="cluster everyday__added">
          {added.map(({ id, word, by_name, at }) => (
            <li key={id} class="chip" title={w.addedBy(by_name, moment(at))}>
              {word}
              {mayEdit && (
                <button type="button" class="iconbtn" aria-label={w.remove(word)} onClick={() => onRemove(id, word)}>
                  <Icon name="x" size="s" />
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {mayEdit && (
        <form class="everyday__add" onSubmit={(event) => void add(event)}>
          <Field id={`word-${code}`} label={w.newWord(name)}>
            {(control) => <input class="input" maxLength={40} value={typed.value} onInput={(event) => (typed.value = event.currentTarget.value)} {...control} />}
          </Field>
          <button type="submit" class="btn btn--small">{w.add}</button>
        </form>
      )}
    </details>
  );
}
