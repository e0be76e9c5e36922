/** A question as it is asked: its words, and what can be answered. The phone's screen, and the desk's preview of it. */
import type { Ref } from "preact";

import type { Answers, Form, Question, Value } from "../../data/questionnaire";
import { QuestionFields } from "./QuestionFields";
import { useText, useTextLanguage } from "./texts";

type AskedProps = { question: Question; form: Form; answers: Answers; onAnswer: (value: Value) => void; title?: Ref<HTMLHeadingElement> };

export function Asked({ question, form, answers, onAnswer, title }: AskedProps) {
  const say = useText();
  return (
    <>
      <h1 key={question.id} ref={title ?? null} tabIndex={-1} lang={useTextLanguage()}>{say(question.text)}</h1>
      {question.hint && Object.values(question.hint).some(Boolean) && <p class="muted">{say(question.hint)}</p>}
      <QuestionFields key={`${question.id}-${question.type}`} question={question} form={form} answers={answers} onAnswer={onAnswer} />
    </>
  );
}
