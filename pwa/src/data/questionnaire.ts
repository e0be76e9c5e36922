/** A survey's sheet: which questions it shows, and whether what it says can be an answer.
 *
 *  The server decides the same by the same rules (server/domain/surveys/sheets.py) and refuses what was not asked;
 *  tests/fixtures/questionnaire holds the cases that both must agree on. */

/** One text by language; Chinese stands for a language that is missing. */
export type Texts = { [language: string]: string };
export type Option = { code: string; text: Texts; exclusive?: boolean; apart?: boolean };
export type Condition = {
  question: string;
  op: "any" | "none" | "answered" | "between";
  codes?: readonly string[];
  least?: number | null; // of a number; null: without an end
  most?: number | null;
};

/** Rows and options that follow from an earlier answer: what was chosen in the question `of`, and `items`. */
type Following = { of?: string | null; items?: readonly Option[] };

export type Part = Following & { id: string; text: Texts; options?: readonly Option[] };
export type Type = "scale" | "single" | "multi" | "ranking" | "number" | "grid" | "pair" | "text";
export type Question = Following & {
  id: string;
  type: Type;
  text: Texts;
  core?: boolean;
  key?: boolean;
  hint?: Texts | null;
  options?: readonly Option[];
  min?: number | null; // of a number
  max?: number | null; // of a number; of a multi or ranking: how many at most
  unit?: Texts | null; // of a number
  shown_if?: readonly Condition[];
  parts?: readonly Part[];
  shuffle?: boolean;
};
export type Form = readonly Question[];

/** A code, words or digits; the codes of a multi or, in their order, of a ranking; a code for each row of a grid or part
 *  of a pair. */
export type Value = string | string[] | { [row: string]: string };
export type Answers = { [question: string]: Value };
export type Trouble =
  | "bad-form" | "not-a-choice" | "not-alone" | "too-many-options" | "too-long" | "not-asked" | "not-whole" | "out-of-range";

export const LONGEST = 500; // characters of a text

/** A text in a language, or in Chinese. */
export const textIn = (text: Texts, language: string): string => text[language] || (text.zh ?? "");

/** The questions of a sheet with these answers so far; what was said to a hidden one does not count. */
export function shownQuestions(form: Form, answers: Answers): Question[] {
  const heard: Answers = {};
  return form.filter((question) => {
    const shown = (question.shown_if ?? []).every((condition) => holds(condition, heard));
    const value = answers[question.id];
    if (shown && value !== undefined) heard[question.id] = value;
    return shown;
  });
}

/** What a grid or a part is about. */
export function rowsOf(asked: Following, form: Form, answers: Answers): Option[] {
  const chosen = asked.of ? answers[asked.of] : undefined;
  const followed = form.find((question) => question.id === asked.of)?.options ?? [];
  const used = followed.filter((option) => !option.exclusive && Array.isArray(chosen) && chosen.includes(option.code));
  return [...used, ...(asked.items ?? [])];
}

/** The options of one part of a pair. */
export function optionsOf(part: Part, form: Form, answers: Answers): readonly Option[] {
  return part.options?.length ? part.options : rowsOf(part, form, answers);
}

/** Why this cannot be the answer to a question of the form; null if it can. */
export function checkAnswer(question: Question, value: Value, form: Form, answers: Answers): Trouble | null {
  switch (question.type) {
    case "scale":
    case "single":
      return checkOne(value, question.options ?? []);
    case "multi":
      return checkMany(question, value);
    case "ranking":
      return Array.isArray(value) && new Set(value).size < value.length ? "not-a-choice" : checkMany(question, value);
    case "number":
      return checkNumber(question, value);
    case "grid":
      return checkEach(value, new Map(rowsOf(question, form, answers).map((row) => [row.code, question.options ?? []])));
    case "pair":
      return checkEach(value, new Map((question.parts ?? []).map((part) => [part.id, optionsOf(part, form, answers)])));
    case "text":
      if (typeof value !== "string") return "bad-form";
      return [...value.trim()].length > LONGEST ? "too-long" : null;
  }
}

/** Everything that is wrong with a sheet, by question. */
export function checkAnswers(form: Form, answers: Answers): Map<string, Trouble> {
  const shown = new Map(shownQuestions(form, answers).map((question) => [question.id, question]));
  const wrong = new Map<string, Trouble>();
  for (const [id, value] of Object.entries(answers)) {
    const question = shown.get(id);
    const trouble = question ? checkAnswer(question, value, form, answers) : "not-asked";
    if (trouble) wrong.set(id, trouble);
  }
  return wrong;
}

/** What is handed in: answers to questions that are shown. Somebody who goes back and unticks a service leaves a rating
 *  behind, which is dropped here with all that followed from it. */
export function answersToSend(form: Form, answers: Answers): Answers {
  const kept: Answers = {};
  for (const question of form) {
    const shown = (question.shown_if ?? []).every((condition) => holds(condition, kept));
    const value = answers[question.id];
    if (!shown || value === undefined) continue;
    const left = withoutStale(question, value, form, kept);
    if (codesIn(left).length > 0 && checkAnswer(question, left, form, kept) === null) kept[question.id] = left;
  }
  return kept;
}

function withoutStale(question: Question, value: Value, form: Form, answers: Answers): Value {
  if (typeof value === "string") return value.trim();
  if (Array.isArray(value)) return value;
  const rows = rowsOf(question, form, answers).map((row) => row.code);
  const parts = (question.parts ?? []).filter((part) => {
    return optionsOf(part, form, answers).some((option) => option.code === value[part.id]);
  });
  const standing = new Set(question.type === "grid" ? rows : parts.map((part) => part.id));
  return Object.fromEntries(Object.entries(value).filter(([row]) => standing.has(row)));
}

/** The whole number that somebody typed, in any digits of their keyboard; null: it is none. */
export function numberIn(typed: Value | undefined): number | null {
  const digits = typeof typed === "string" ? typed.normalize("NFKC").trim() : "";
  return /^-?[0-9]{1,9}$/.test(digits) ? Number(digits) : null;
}

function holds({ question, op, codes: wanted = [], least, most }: Condition, heard: Answers): boolean {
  const value = heard[question];
  if (op === "between") {
    const number = numberIn(value);
    return number !== null && number >= (least ?? -Infinity) && number <= (most ?? Infinity);
  }
  const codes = codesIn(value);
  const hit = codes.some((code) => wanted.includes(code));
  return codes.length > 0 && { any: hit, none: !hit, answered: true }[op];
}

function codesIn(value: Value | undefined): string[] {
  if (value === undefined) return [];
  return (typeof value === "string" ? [value.trim()] : Object.values(value)).filter(Boolean);
}

function checkOne(value: Value, options: readonly Option[]): Trouble | null {
  if (typeof value !== "string") return "bad-form";
  return options.some((option) => option.code === value) ? null : "not-a-choice";
}

function checkMany(question: Question, value: Value): Trouble | null {
  if (!Array.isArray(value)) return "bad-form";
  const codes = new Set(value);
  const chosen = (question.options ?? []).filter((option) => codes.has(option.code));
  if (chosen.length !== codes.size) return "not-a-choice";
  if (chosen.length > 1 && chosen.some((option) => option.exclusive)) return "not-alone";
  return question.max && chosen.length > question.max ? "too-many-options" : null;
}

function checkNumber({ min, max }: Question, value: Value): Trouble | null {
  if (typeof value !== "string") return "bad-form";
  if (!value.trim()) return null;
  const number = numberIn(value);
  if (number === null) return "not-whole";
  return number < (min ?? -Infinity) || number > (max ?? Infinity) ? "out-of-range" : null;
}

function checkEach(value: Value, options: ReadonlyMap<string, readonly Option[]>): Trouble | null {
  if (typeof value === "string" || Array.isArray(value)) return "bad-form";
  const entries = Object.entries(value);
  if (entries.some(([row]) => !options.has(row))) return "not-a-choice";
  return entries.map(([row, code]) => checkOne(code, options.get(row) ?? [])).find(Boolean) ?? null;
}
