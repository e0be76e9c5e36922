/** The questions of a form in their order; the chosen one opens in its place. */
import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";

import { Icon } from "../../../components/Icon";
import { type Form, type Question, textIn } from "../../../data/questionnaire";
import { questionsWords } from "../../../i18n/questions";
import { useTextLanguage } from "../../../screens/survey/texts";
import { conditionsInWords } from "./SkipEdit";

type QuestionListProps = {
  form: Form;
  mayEdit: boolean;
  open: Signal<number | null>;
  faultsOf: (index: number) => number;
  onMove: (index: number, by: -1 | 1) => void;
  children: (question: Question, index: number) => ComponentChildren; // of the open one
};

export function QuestionList({ form, mayEdit, open, faultsOf, onMove, children }: QuestionListProps) {
  const w = questionsWords.value;
  const language = useTextLanguage();
  return (
    <ol class="q-rows">
      {form.map((question, index) => {
        const isOpen = open.value === index;
        const faults = faultsOf(index);
        const when = conditionsInWords(question, form, language);
        return (
          <li key={index} class="card q-row" id={`q-row-${index}`}>
            <div class="q-row__head">
              <button type="button" class="q-row__main" aria-expanded={isOpen} aria-controls={`q-edit-${index}`} onClick={() => (open.value = isOpen ? null : index)}>
                <b class="num q-row__id">{question.id}</b>
                <span class="grow q-row__words">
                  <span class="q-row__text">{textIn(question.text, language) || <em class="muted">{w.noText}</em>}</span>
                  <span class="small muted">{[w.types[question.type], question.core && w.core, question.key && w.key].filter(Boolean).join(" · ")}</span>
                  {when && <span class="small muted">{w.shownTo(when)}</span>}
                </span>
                {faults > 0 && <span class="badge badge--bad">{w.faults(faults)}</span>}
                <Icon name={isOpen ? "caret-up-bold" : "caret-down-bold"} size="s" />
              </button>
              {mayEdit && (
                <>
                  <button type="button" class="iconbtn" aria-label={w.up(question.id)} disabled={index === 0} onClick={() => onMove(index, -1)}><Icon name="arrow-up" /></button>
                  <button type="button" class="iconbtn" aria-label={w.down(question.id)} disabled={index === form.length - 1} onClick={() => onMove(index, 1)}><Icon name="arrow-down" /></button>
                </>
              )}
            </div>
            <div id={`q-edit-${index}`} hidden={!isOpen}>{isOpen && children(question, index)}</div>
          </li>
        );
      })}
    </ol>
  );
}
