/** A whole number with its unit. What is wrong with it is said when the field is left, never while typing. */
import { useSignal } from "@preact/signals";

import { Field } from "../../components/Field";
import { checkAnswer, type Question } from "../../data/questionnaire";
import { surveyWords } from "../../i18n/survey";
import { useText } from "./texts";

type HowManyProps = { question: Question; value: string; onAnswer: (typed: string) => void };

export function HowMany({ question, value, onAnswer }: HowManyProps) {
  const w = surveyWords.value;
  const say = useText();
  const isLeft = useSignal(false);
  const { min, max, unit } = question;
  const trouble = checkAnswer(question, value, [], {});
  const range = min != null && max != null ? w.fromTo(min, max) : min != null ? w.atLeast(min) : max != null ? w.atMost(max) : undefined;
  const error = trouble && isLeft.value ? (trouble === "not-whole" ? w.notWhole : (range ?? w.notWhole)) : undefined;
  return (
    <Field id={question.id} label={<span class="vh">{say(question.text)}</span>} hint={error === range ? undefined : range} error={error}>
      {(control) => (
        <span class="howmany">
          <input
            class="input num"
            inputMode="numeric"
            autocomplete="off"
            maxLength={11}
            {...control}
            value={value}
            onInput={(event) => onAnswer(event.currentTarget.value)}
            onBlur={() => (isLeft.value = true)}
          />
          {unit && <span>{say(unit)}</span>}
        </span>
      )}
    </Field>
  );
}
