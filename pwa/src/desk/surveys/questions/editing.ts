/** A questionnaire while it is written: pure changes, each giving a new one. */
import type { components } from "../../../data/api.gen";
import type { Condition, Form, Option, Part, Question, Texts, Type } from "../../../data/questionnaire";

export type Questionnaire = components["schemas"]["Questionnaire"];
export type Remark = components["schemas"]["RemarkShown"];
export const GROUPS = ["residents", "migrants", "units"] as const;
export type Group = (typeof GROUPS)[number];
export const TYPES: readonly Type[] = ["scale", "single", "multi", "ranking", "number", "text", "grid", "pair"];
export const CHOOSES: readonly Type[] = ["scale", "single", "multi", "ranking", "grid"];

const PREFIX: Record<Group, string> = { residents: "R", migrants: "M", units: "O" };
const SATISFIED: readonly (readonly [code: string, zh: string, en: string])[] = [
  ["5", "很满意", "Very satisfied"], ["4", "比较满意", "Fairly satisfied"], ["3", "一般", "Neither"],
  ["2", "不太满意", "Rather dissatisfied"], ["1", "很不满意", "Very dissatisfied"], ["9", "说不清", "Cannot say"],
];

export const formOf = (asked: Questionnaire, group: Group): Form => asked[group] as Form;

/** With another form for a group. */
export const withForm = (asked: Questionnaire, group: Group, form: Form): Questionnaire => ({ ...asked, [group]: form.map(tidy) }) as Questionnaire;

/** An id that no question of the form has. */
export function newId(form: Form, group: Group): string {
  const taken = new Set(form.map((question) => question.id));
  for (let n = form.length + 1; ; n++) if (!taken.has(`${PREFIX[group]}${n}`)) return `${PREFIX[group]}${n}`;
}

/** A code that no option of the list has. */
export function newCode(options: readonly Option[]): string {
  const taken = new Set(options.map((option) => option.code));
  for (let n = 1; ; n++) if (!taken.has(String(n))) return String(n);
}

const nothing = (): Texts => ({ zh: "", en: "" });
export const newOption = (options: readonly Option[]): Option => ({ code: newCode(options), text: nothing() });

/** The options that a type begins with: those it has, or the five steps of a scale, or two empty ones. */
function optionsFor(type: Type, options: readonly Option[] = []): readonly Option[] {
  if (!CHOOSES.includes(type)) return [];
  if (options.length) return options;
  if (type === "scale" || type === "grid") return SATISFIED.map(([code, zh, en]) => ({ code, text: { zh, en }, apart: code === "9" }));
  return [{ code: "1", text: nothing() }, { code: "2", text: nothing() }];
}

export const newQuestion = (form: Form, group: Group): Question => ({ id: newId(form, group), type: "single", text: nothing(), options: optionsFor("single") });

/** The same question as another type; what the new one cannot have is left out. */
export function asType(question: Question, type: Type): Question {
  const { id, text, core = false, key = false, hint = null, shown_if = [] } = question;
  const kept: Question = { id, type, text, core, key, hint, shown_if, options: optionsFor(type, question.options ?? []) };
  if (type === "multi" || type === "ranking") return { ...kept, max: question.type === "number" ? null : (question.max ?? null), shuffle: question.shuffle ?? false };
  if (type === "number") return { ...kept, min: null, max: null, unit: question.unit ?? null };
  if (type === "grid") return { ...kept, of: question.of ?? null, items: question.items ?? [] };
  if (type === "pair") return { ...kept, parts: question.parts?.length ? question.parts : [newPart("a"), newPart("b")] };
  return kept;
}

const newPart = (id: string): Part => ({ id, text: nothing(), options: optionsFor("single") });

/** One thing of a list in another place; beyond its ends nothing happens. */
export function moved<T>(list: readonly T[], from: number, by: -1 | 1): T[] {
  const next = [...list];
  const [one] = next.splice(from, 1);
  if (one === undefined || from + by < 0 || from + by > next.length) return [...list];
  next.splice(from + by, 0, one);
  return next;
}

export const replaced = <T>(list: readonly T[], at: number, one: T): T[] => list.map((other, index) => (index === at ? one : other));
export const without = <T>(list: readonly T[], at: number): T[] => list.filter((_, index) => index !== at);

/** A condition that begins to be written: on the question before, whatever it is. */
export function newCondition(earlier: Form): Condition | null {
  const last = earlier[earlier.length - 1];
  return last ? onQuestion(last) : null;
}

/** A condition on a question, with the operator that suits it. */
export function onQuestion({ id, type }: Question): Condition {
  if (type === "number") return { question: id, op: "between", least: null, most: null };
  return type === "text" ? { question: id, op: "answered" } : { question: id, op: "any", codes: [] };
}

/** Every option that can stand in an answer to a question, for a condition on it. */
export function choicesOf(question: Question, form: Form): readonly Option[] {
  const inParts = (question.parts ?? []).flatMap((part) => [...(part.options ?? []), ...(part.items ?? []), ...followed(part.of, form)]);
  const all = [...(question.options ?? []), ...inParts];
  return all.filter((option, index) => all.findIndex((other) => other.code === option.code) === index);
}

const followed = (of: string | null | undefined, form: Form): Option[] => (form.find((one) => one.id === of)?.options ?? []).filter((option) => !option.exclusive);

/** Without what says nothing, as the server keeps it. */
export function tidy(question: Question): Question {
  const isSaid = ([name, value]: [string, unknown]): boolean => {
    if (value === null || value === undefined || value === false) return false;
    if (Array.isArray(value)) return value.length > 0;
    return !(name === "hint" || name === "unit") || Object.values(value as Texts).some(Boolean);
  };
  return Object.fromEntries(Object.entries(question).filter(isSaid)) as Question;
}

/** Where a remark belongs: `residents.3.text.en` is the text of the residents' fourth question. */
export function placeOf(field: string): { group: Group | null; index: number | null; rest: string } {
  const [group = "", index = "", ...rest] = field.split(".");
  if (!(GROUPS as readonly string[]).includes(group)) return { group: null, index: null, rest: field };
  return { group: group as Group, index: index === "" ? null : Number(index), rest: rest.join(".") };
}

/** The languages of its texts: Chinese, English, and what the city speaks or a file brought. */
export function languagesOf(asked: Questionnaire, city: readonly string[]): string[] {
  const found = new Set(["zh", "en", ...city.map((tag) => (tag === "zh-CN" ? "zh" : tag)), ...Object.keys(asked.opening)]);
  for (const group of GROUPS) for (const { text } of formOf(asked, group)) for (const language of Object.keys(text)) found.add(language);
  return [...found];
}

/** As a file. */
export const written = (asked: Questionnaire): string => `${JSON.stringify(asked, null, 2)}\n`;
