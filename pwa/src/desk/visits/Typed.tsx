/** One sheet as it is typed in. Nothing is chosen beforehand; every answer is on the disk at once. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

import { Banner } from "../../components/Banner";
import { FieldError } from "../../components/Field";
import { answersToSend, checkAnswers, type Form, type Question, shownQuestions, type Value } from "../../data/questionnaire";
import type { Begun } from "../../data/visit-rows";
import { change, finish } from "../../data/visits";
import { visitsWords } from "../../i18n/visits";
import { QuestionFields } from "../../screens/survey/QuestionFields";
import { useText } from "../../screens/survey/texts";
import { firstIn, onKey } from "./keys";

type TypedProps = { sheet: Begun; form: Form; onDone: () => void; onClear: () => void };

export function Typed({ sheet, form, onDone, onClear }: TypedProps) {
  const w = visitsWords.value;
  const say = useText();
  const trouble = useSignal("");
  const isTried = useSignal(false);
  const box = useRef<HTMLFormElement>(null);
  const shown = shownQuestions(form, sheet.answers);
  const answers = Object.fromEntries(shown.flatMap(({ id }) => (sheet.answers[id] === undefined ? [] : [[id, sheet.answers[id] as Value]])));
  const wrong = isTried.value ? checkAnswers(form, answers) : new Map<string, string>();
  useEffect(() => {
    const first = box.current?.querySelector<HTMLElement>("[data-question]");
    if (first) firstIn(first)?.focus();
  }, []);

  const keep = (next: Begun["answers"]): void => {
    void change(sheet.id, { answers: next }).then(
      () => (trouble.value = ""),
      () => (trouble.value = w.phoneFull),
    );
  };
  const clear = (question: string): void => {
    const { [question]: _, ...rest } = sheet.answers;
    keep(rest);
  };
  async function handIn(): Promise<void> {
    isTried.value = true;
    const [said, amiss] = [answersToSend(form, answers), checkAnswers(form, answers).size];
    trouble.value = amiss > 0 ? w.enterWrong(amiss) : Object.keys(said).length === 0 ? w.enterNothing : "";
    if (trouble.value) return;
    try {
      await finish(sheet, said, `${w.groups[sheet.group]} ${sheet.code.slice(0, 4)}…`);
      onDone();
    } catch {
      trouble.value = w.phoneFull;
    }
  }
  return (
    <form
      ref={box}
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void handIn();
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && event.ctrlKey) void handIn();
        else if (event.ctrlKey || event.metaKey || event.altKey || !onKey(event, clear)) return;
        event.preventDefault();
      }}
    >
      <p><b class="num">{sheet.code}</b> · {w.groups[sheet.group]}</p>
      {shown.map((question, index) => (
        <section key={question.id} class="card enter__one" data-question={question.id} data-wrong={wrong.has(question.id) || undefined}>
          <h2 class="enter__words"><span class="num">{index + 1}.</span> {say(question.text)}</h2>
          {wrong.has(question.id) && <FieldError id={`wrong-${question.id}`}>{w.wrongAnswer}</FieldError>}
          <QuestionFields
            question={inPrintedOrder(question)}
            form={form}
            answers={sheet.answers}
            onAnswer={(value) => keep({ ...sheet.answers, [question.id]: value })}
          />
        </section>
      ))}
      {trouble.value && <Banner kind="bad">{trouble.value}</Banner>}
      <div class="pair enter__acts">
        <button type="button" class="btn" onClick={onClear}>{w.enterClear}</button>
        <button type="submit" class="btn btn--primary">{w.enterNext}</button>
      </div>
    </form>
  );
}

/** The keys count as the paper does. */
const inPrintedOrder = (question: Question): Question => ({ ...question, shuffle: false });
