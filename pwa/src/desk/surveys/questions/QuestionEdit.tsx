/** One question while it is written. What belongs to the core of last year is locked until somebody unlocks it. */
import { useSignal } from "@preact/signals";
import { useContext } from "preact/hooks";

import { Field, FieldError } from "../../../components/Field";
import { Icon } from "../../../components/Icon";
import type { Form, Part, Question, Type } from "../../../data/questionnaire";
import { questionsWords } from "../../../i18n/questions";
import { asType, CHOOSES, newOption, replaced, TYPES, without } from "./editing";
import { InLanguages, OneOf, Sayings, Tick, Whole } from "./fields";
import { OptionsEdit } from "./OptionsEdit";
import { SkipEdit } from "./SkipEdit";

type QuestionEditProps = {
  path: string;
  question: Question;
  earlier: Form;
  before: { year: number; question: Question; isSame: boolean } | null; // as the last wave asked it, if it is core
  mayEdit: boolean;
  onChange: (question: Question) => void;
  onRemove: () => void;
  onAdd: () => void;
};

export function QuestionEdit({ path, question, earlier, before, mayEdit, onChange, onRemove, onAdd }: QuestionEditProps) {
  const w = questionsWords.value;
  const { about } = useContext(Sayings);
  const isUnlocked = useSignal(false);
  const isLocked = before?.isSame === true && !isUnlocked.value;
  const change = (part: Partial<Question>): void => onChange({ ...question, ...part });
  const own = about(path);
  return (
    <div class="q-edit stack">
      {own && <FieldError id={`q-${path}-error`}>{own}</FieldError>}
      {mayEdit && before && (
        <p class={before.isSame ? "q-lock" : "q-lock q-lock--bad"}>
          <Icon name={before.isSame ? "lock-simple-regular" : "warning-circle-fill"} size="s" />
          <span class="grow">{before.isSame ? w.lockedCore(before.year) : w.changedCore(before.year)}</span>
          {isLocked && <button type="button" class="textbtn" onClick={() => (isUnlocked.value = true)}>{w.unlock}</button>}
          {!before.isSame && <button type="button" class="textbtn" onClick={() => onChange(before.question)}>{w.asBefore(before.year)}</button>}
        </p>
      )}
      <fieldset class="stack q-fields" disabled={!mayEdit || isLocked}>
        <legend class="vh">{question.id}</legend>
        <InLanguages path={`${path}.text`} label={w.text} texts={question.text} isLong onChange={(text) => change({ text })} />
        <div class="q-langs">
          <OneOf path={`${path}.type`} label={w.type} value={question.type} options={TYPES.map((type) => [type, w.types[type]])} onChange={(type) => onChange(asType(question, type as Type))} />
          <Field id={`q-${path}.id`} label={w.id} hint={w.idHint} error={about(`${path}.id`)}>
            {(control) => <input class="input num" {...control} maxLength={16} autocomplete="off" value={question.id} onInput={(event) => change({ id: event.currentTarget.value.trim() })} />}
          </Field>
        </div>
        <InLanguages path={`${path}.hint`} label={w.hint} texts={question.hint} onChange={(hint) => change({ hint })} />
        <OfType path={path} question={question} earlier={earlier} onChange={change} />
        <SkipEdit path={`${path}.shown_if`} conditions={question.shown_if ?? []} earlier={earlier} onChange={(shown_if) => change({ shown_if })} />
        <Tick id={`q-${path}.core`} label={w.coreBox} isOn={question.core ?? false} onChange={(core) => change({ core })} />
        {question.type === "scale" && <Tick id={`q-${path}.key`} label={w.keyBox} isOn={question.key ?? false} onChange={(key) => change({ key })} />}
      </fieldset>
      {mayEdit && (
        <div class="q-acts">
          <button type="button" class="btn btn--small" onClick={onAdd}><Icon name="plus" size="s" />{w.addAfter}</button>
          <button type="button" class="btn btn--small btn--bad" onClick={onRemove}><Icon name="trash" size="s" />{w.remove}</button>
        </div>
      )}
    </div>
  );
}

type OfTypeProps = { path: string; question: Question; earlier: Form; onChange: (part: Partial<Question>) => void };

function OfType({ path, question, earlier, onChange }: OfTypeProps) {
  const w = questionsWords.value;
  const { type } = question;
  const isMany = type === "multi" || type === "ranking";
  return (
    <>
      {type === "grid" && <Rows path={path} asked={question} earlier={earlier} onChange={onChange} />}
      {CHOOSES.includes(type) && (
        <OptionsEdit path={`${path}.options`} label={w.options} options={question.options ?? []} marks={isMany ? ["exclusive"] : ["apart"]} onChange={(options) => onChange({ options })} />
      )}
      {isMany && (
        <div class="q-langs">
          <Whole path={`${path}.max`} label={type === "multi" ? w.most : w.rankMost} value={question.max} onChange={(max) => onChange({ max })} />
          <Tick id={`q-${path}.shuffle`} label={w.shuffle} isOn={question.shuffle ?? false} onChange={(shuffle) => onChange({ shuffle })} />
        </div>
      )}
      {type === "number" && (
        <>
          <div class="q-langs">
            <Whole path={`${path}.min`} label={w.least} value={question.min} onChange={(min) => onChange({ min })} />
            <Whole path={`${path}.max`} label={w.greatest} value={question.max} onChange={(max) => onChange({ max })} />
          </div>
          <InLanguages path={`${path}.unit`} label={w.unit} texts={question.unit} onChange={(unit) => onChange({ unit })} />
        </>
      )}
      {type === "pair" && <Parts path={`${path}.parts`} parts={question.parts ?? []} earlier={earlier} onChange={(parts) => onChange({ parts })} />}
    </>
  );
}

type RowsProps = { path: string; asked: Question | Part; earlier: Form; onChange: (part: Pick<Part, "of" | "items">) => void };

/** What a grid rates, or a part asks about: what was chosen earlier, and what everybody has. */
function Rows({ path, asked, earlier, onChange }: RowsProps) {
  const w = questionsWords.value;
  const many = earlier.filter((one) => one.type === "multi" || one.type === "ranking");
  const gone = asked.of && !many.some((one) => one.id === asked.of) ? [[asked.of, asked.of] as const] : [];
  return (
    <>
      <OneOf
        path={`${path}.of`}
        label={w.rowsFrom}
        value={asked.of ?? ""}
        options={[["", w.rowsNone], ...gone, ...many.map((one) => [one.id, `${one.id} ${one.text.zh ?? ""}`] as const)]}
        onChange={(of) => onChange({ of: of || null })}
      />
      <OptionsEdit path={`${path}.items`} label={w.items} options={asked.items ?? []} onChange={(items) => onChange({ items })} />
    </>
  );
}

type PartsProps = { path: string; parts: readonly Part[]; earlier: Form; onChange: (parts: Part[]) => void };

function Parts({ path, parts, earlier, onChange }: PartsProps) {
  const w = questionsWords.value;
  const { about } = useContext(Sayings);
  const change = (index: number, part: Part, more: Partial<Part>): void => onChange(replaced(parts, index, { ...part, ...more }));
  const error = about(path);
  return (
    <>
      {error && <FieldError id={`q-${path}-error`}>{error}</FieldError>}
      {parts.map((part, index) => (
        <fieldset key={index} class="q-part stack">
          <legend class="label">{w.part(index + 1)}</legend>
          <Field id={`q-${path}.${index}.id`} label={w.code} error={about(`${path}.${index}.id`)}>
            {(control) => <input class="input num" {...control} maxLength={16} autocomplete="off" value={part.id} onInput={(event) => change(index, part, { id: event.currentTarget.value.trim() })} />}
          </Field>
          <InLanguages path={`${path}.${index}.text`} label={w.text} texts={part.text} onChange={(text) => change(index, part, { text })} />
          {(part.of || !part.options?.length) && <Rows path={`${path}.${index}`} asked={part} earlier={earlier} onChange={(more) => change(index, part, more)} />}
          {!part.of && <OptionsEdit path={`${path}.${index}.options`} label={w.options} options={part.options ?? []} marks={["apart"]} onChange={(options) => change(index, part, { options })} />}
          <button type="button" class="textbtn" onClick={() => onChange(without(parts, index))}>{w.removePart(index + 1)}</button>
        </fieldset>
      ))}
      {parts.length < 4 && (
        <button type="button" class="btn btn--small" onClick={() => onChange([...parts, { id: `p${parts.length + 1}`, text: { zh: "", en: "" }, options: [newOption([]), { ...newOption([]), code: "2" }] }])}>{w.addPart}</button>
      )}
    </>
  );
}
