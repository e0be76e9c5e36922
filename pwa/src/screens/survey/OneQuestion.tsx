/** One question a screen. Nothing is chosen beforehand, nothing moves on by itself, every answer is on the disk at once. On the
 *  household's own phone, and on an interviewer's. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

import { Banner } from "../../components/Banner";
import { Screen } from "../../components/Screen";
import { type Answers, answersToSend, checkAnswer, type Form, type Question, shownQuestions, type Value } from "../../data/questionnaire";
import { surveyWords } from "../../i18n/survey";
import { Asked } from "./Asked";
import { Progress } from "./Progress";

type OneQuestionProps = {
  form: Form;
  answers: Answers;
  at: string | null | undefined; // the question on the screen
  title: string;
  leave: string | (() => void); // the way out
  onAnswer: (question: string, value: Value) => Promise<void>; // this and the next two throw PhoneFull
  onGo: (question: string, isBack: boolean) => Promise<void>;
  onFinish: (answers: Answers) => Promise<void>; // only what was shown
  children?: ComponentChildren; // below every question
};

export function OneQuestion({ form, answers, at, title, leave, onAnswer, onGo, onFinish, children }: OneQuestionProps) {
  const w = surveyWords.value;
  const busy = useSignal(false);
  const trouble = useSignal("");
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = shownQuestions(form, answers);
  const index = Math.max(0, shown.findIndex((question) => question.id === at));
  const question = shown[index] as Question;
  const isLast = index === shown.length - 1;
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [question.id]);

  /** Does it; when it cannot be kept, says so and leaves everything on the screen. */
  async function attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      trouble.value = "";
    } catch {
      trouble.value = w.phoneFull;
    }
  }
  /** A number that cannot be is told beside its field, which keeps the focus; nobody loses it by going on. */
  const isAmiss = (): boolean => {
    const value = answers[question.id];
    if (question.type !== "number" || value === undefined || checkAnswer(question, value, form, answers) === null) return false;
    document.getElementById(question.id)?.focus();
    return true;
  };
  const go = (to: number): void => {
    if (to > index && isAmiss()) return;
    void attempt(() => onGo((shown[to] as Question).id, to < index));
  };
  const finish = async (): Promise<void> => {
    if (isAmiss()) return;
    const said = answersToSend(form, answers);
    if (Object.keys(said).length === 0) {
      trouble.value = w.nothingAnswered;
      return;
    }
    busy.value = true;
    await attempt(() => onFinish(said));
    busy.value = false;
  };

  return (
    <Screen
      title={title}
      top={<Progress index={index} of={shown.length} question={question} leave={leave} />}
      bar={
        <>
          {index > 0 && <button type="button" class="btn" onClick={() => go(index - 1)}>{w.back}</button>}
          {isLast ? (
            <button type="button" class="btn btn--primary" aria-busy={busy.value} onClick={() => void (busy.value || finish())}>
              {busy.value ? w.finishing : w.finish}
            </button>
          ) : (
            <button type="button" class="btn btn--primary" onClick={() => go(index + 1)}>
              {answers[question.id] === undefined ? w.skip : w.next}
            </button>
          )}
        </>
      }
    >
      {trouble.value && <Banner kind="bad">{trouble.value}</Banner>}
      <Asked
        question={question}
        form={form}
        answers={answers}
        title={heading}
        onAnswer={(value) => void attempt(() => onAnswer(question.id, value))}
      />
      {isLast && <p class="muted">{w.lastLookHint}</p>}
      {children}
    </Screen>
  );
}
