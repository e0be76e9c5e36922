/** When a question is asked: conditions on the answers to earlier ones, all of which must hold. */
import { useContext } from "preact/hooks";

import { FieldError } from "../../../components/Field";
import { Icon } from "../../../components/Icon";
import { type Condition, type Form, type Question, textIn } from "../../../data/questionnaire";
import { questionsWords } from "../../../i18n/questions";
import { useTextLanguage } from "../../../screens/survey/texts";
import { choicesOf, newCondition, onQuestion, replaced, without } from "./editing";
import { OneOf, Sayings, Tick, Whole } from "./fields";

type SkipEditProps = { path: string; conditions: readonly Condition[]; earlier: Form; onChange: (conditions: Condition[]) => void };

export function SkipEdit({ path, conditions, earlier, onChange }: SkipEditProps) {
  const w = questionsWords.value;
  const { about } = useContext(Sayings);
  const error = about(path);
  const add = (): void => {
    const begun = newCondition(earlier);
    if (begun) onChange([...conditions, begun]);
  };
  return (
    <fieldset class="q-list" id={`q-${path}`}>
      <legend class="label">{w.skip}</legend>
      {error && <FieldError id={`q-${path}-error`}>{error}</FieldError>}
      <p class="hint">{conditions.length ? w.conditions : w.always}</p>
      {conditions.map((condition, index) => (
        <OneCondition
          key={index}
          path={`${path}.${index}`}
          number={index + 1}
          condition={condition}
          earlier={earlier}
          onChange={(next) => onChange(replaced(conditions, index, next))}
          onRemove={() => onChange(without(conditions, index))}
        />
      ))}
      {earlier.length > 0 && <button type="button" class="btn btn--small" onClick={add}>{w.addCondition}</button>}
    </fieldset>
  );
}

type OneConditionProps = { path: string; number: number; condition: Condition; earlier: Form; onChange: (condition: Condition) => void; onRemove: () => void };

function OneCondition({ path, number, condition, earlier, onChange, onRemove }: OneConditionProps) {
  const w = questionsWords.value;
  const { about } = useContext(Sayings);
  const language = useTextLanguage();
  const target = earlier.find((question) => question.id === condition.question);
  const codes = condition.codes ?? [];
  const known: [string, string][] = earlier.map((question) => [question.id, `${question.id} ${textIn(question.text, language)}`]);
  const gone: [string, string][] = target ? [] : [[condition.question, condition.question]];
  const wrong = about(`${path}.codes`);
  return (
    <div class="q-condition" role="group" aria-label={`${w.skip} ${number}`}>
      <OneOf
        path={`${path}.question`}
        label={w.ifQuestion}
        value={condition.question}
        options={[...gone, ...known]}
        onChange={(id) => onChange(onQuestion(earlier.find((question) => question.id === id) as Question))}
      />
      <OneOf
        path={`${path}.op`}
        label={w.ifOp}
        value={condition.op}
        options={opsOf(target).map((op) => [op, w.ops[op]])}
        onChange={(op) => onChange({ question: condition.question, op: op as Condition["op"], ...((op === "any" || op === "none") && { codes }) })}
      />
      <button type="button" class="iconbtn" aria-label={w.removeCondition(number)} onClick={onRemove}><Icon name="trash" /></button>
      {target && (condition.op === "any" || condition.op === "none") && (
        <div class="q-condition__codes" id={`q-${path}.codes`}>
          {choicesOf(target, earlier).map((option) => (
            <Tick
              key={option.code}
              id={`q-${path}.codes-${option.code}`}
              label={textIn(option.text, language) || option.code}
              isOn={codes.includes(option.code)}
              onChange={(isOn) => onChange({ ...condition, codes: isOn ? [...codes, option.code] : codes.filter((code) => code !== option.code) })}
            />
          ))}
          {wrong && <FieldError id={`q-${path}.codes-error`}>{wrong}</FieldError>}
        </div>
      )}
      {condition.op === "between" && (
        <div class="q-langs q-condition__codes">
          <Whole path={`${path}.least`} label={w.from} value={condition.least} onChange={(least) => onChange({ ...condition, least })} />
          <Whole path={`${path}.most`} label={w.to} value={condition.most} onChange={(most) => onChange({ ...condition, most })} />
        </div>
      )}
    </div>
  );
}

/** What can be asked about an answer of this type. */
function opsOf(target: Question | undefined): Condition["op"][] {
  if (target?.type === "number") return ["between", "answered"];
  return target?.type === "text" ? ["answered"] : ["any", "none", "answered"];
}

/** A question's conditions in a line, for the list. */
export function conditionsInWords(question: Question, form: Form, language: string): string {
  const w = questionsWords.value;
  const said = (question.shown_if ?? []).map(({ question: id, op, codes = [], least, most }) => {
    if (op === "answered") return w.says.answered(id);
    if (op === "between") return w.says.between(id, String(least ?? w.any), String(most ?? w.any));
    const target = form.find((one) => one.id === id);
    const options = target ? choicesOf(target, form) : [];
    const names = codes.map((code) => textIn(options.find((option) => option.code === code)?.text ?? { zh: code }, language));
    return w.says[op](id, names.map((name) => `“${name}”`).join(w.or));
  });
  return said.join(w.and);
}
