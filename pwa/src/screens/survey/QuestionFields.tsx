/** The answers of one question, by its type. A scale keeps "cannot say" apart; a grid asks once for each service used. */
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";

import { Choice } from "../../components/Choice";
import { type Answers, type Form, LONGEST, type Option, optionsOf, type Question, rowsOf, type Value } from "../../data/questionnaire";
import { surveyWords } from "../../i18n/survey";
import { HowMany } from "./HowMany";
import { ordered } from "./ordered";
import { Ranking } from "./Ranking";
import { useText } from "./texts";

type FieldsProps = { question: Question; form: Form; answers: Answers; onAnswer: (value: Value) => void };

export function QuestionFields({ question, form, answers, onAnswer }: FieldsProps) {
  const say = useText();
  const value = answers[question.id];
  switch (question.type) {
    case "scale":
    case "single":
      return <One name={question.id} legend={say(question.text)} options={question.options ?? []} value={value} onAnswer={onAnswer} />;
    case "multi":
      return <Many question={question} value={Array.isArray(value) ? value : []} onAnswer={onAnswer} />;
    case "ranking":
      return <Ranking question={question} value={Array.isArray(value) ? value : []} onAnswer={onAnswer} />;
    case "number":
      return <HowMany question={question} value={typeof value === "string" ? value : ""} onAnswer={onAnswer} />;
    case "grid":
      return <Each rows={asRows(rowsOf(question, form, answers), question.options ?? [])} name={question.id} value={value} onAnswer={onAnswer} />;
    case "pair":
      return <Each rows={(question.parts ?? []).map((part) => ({ ...part, options: optionsOf(part, form, answers) }))} name={question.id} value={value} onAnswer={onAnswer} />;
    case "text":
      return <Free question={question} value={typeof value === "string" ? value : ""} onAnswer={onAnswer} />;
  }
}

const asRows = (rows: Option[], options: readonly Option[]) => rows.map((row) => ({ id: row.code, text: row.text, options }));

type OneProps = { name: string; legend: string; options: readonly Option[]; value: Value | undefined; onAnswer: (code: string) => void; showLegend?: boolean };

function One({ name, legend, options, value, onAnswer, showLegend = false }: OneProps) {
  const say = useText();
  return (
    <fieldset class="answers">
      <legend class={showLegend ? "label" : "vh"}>{legend}</legend>
      {options.map((option) => (
        <Choice
          key={option.code}
          name={name}
          value={option.code}
          class={option.apart ? "answers__apart" : ""}
          checked={value === option.code}
          onChange={() => onAnswer(option.code)}
        >
          {say(option.text)}
        </Choice>
      ))}
    </fieldset>
  );
}

function Many({ question, value, onAnswer }: { question: Question; value: string[]; onAnswer: (codes: string[]) => void }) {
  const w = surveyWords.value;
  const say = useText();
  const order = useMemo(() => ordered(question).map((option) => option.code), [question.id]);
  const options = [...(question.options ?? [])].sort((a, b) => order.indexOf(a.code) - order.indexOf(b.code));
  const isFull = question.max != null && value.length >= question.max;
  const change = (option: Option, isOn: boolean): void => {
    const others = option.exclusive ? [] : value.filter((code) => code !== option.code && !isExclusive(question, code));
    onAnswer(isOn ? [...others, option.code] : value.filter((code) => code !== option.code));
  };
  return (
    <fieldset class="answers">
      <legend class={question.max ? "hint" : "vh"}>{question.max ? w.upTo(question.max) : say(question.text)}</legend>
      {options.map((option) => {
        const isOn = value.includes(option.code);
        return (
          <Choice
            key={option.code}
            name={`${question.id}-${option.code}`}
            value={option.code}
            many
            checked={isOn}
            sub={isFull && !isOn && !option.exclusive ? w.tooMany(question.max ?? 0) : undefined}
            onChange={(on) => (on && isFull && !option.exclusive ? onAnswer([...value]) : change(option, on))}
          >
            {say(option.text)}
          </Choice>
        );
      })}
    </fieldset>
  );
}

const isExclusive = (question: Question, code: string): boolean => question.options?.some((one) => one.code === code && one.exclusive) ?? false;

type EachRow = { id: string; text: Option["text"]; options: readonly Option[] };
type EachProps = { rows: EachRow[]; name: string; value: Value | undefined; onAnswer: (value: Value) => void };

function Each({ rows, name, value, onAnswer }: EachProps) {
  const say = useText();
  const given = typeof value === "object" && !Array.isArray(value) ? value : {};
  return (
    <>
      {rows.map((row) => (
        <One
          key={row.id}
          name={`${name}-${row.id}`}
          legend={say(row.text)}
          showLegend
          options={row.options}
          value={given[row.id]}
          onAnswer={(code) => onAnswer({ ...given, [row.id]: code })}
        />
      ))}
    </>
  );
}

function Free({ question, value, onAnswer }: { question: Question; value: string; onAnswer: (text: string) => void }) {
  const w = surveyWords.value;
  const text = useSignal(value);
  return (
    <div class="field">
      <label for={question.id}>{w.yourWords}</label>
      <textarea
        class="input"
        id={question.id}
        maxLength={LONGEST}
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value;
          onAnswer(text.value);
        }}
      />
      <p class="hint">{w.noNames}</p>
    </div>
  );
}
