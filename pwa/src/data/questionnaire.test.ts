import { expect, test } from "vitest";

import core from "../../../tests/fixtures/questionnaire/core.json";
import kinds from "../../../tests/fixtures/questionnaire/kinds.json";
import vectors from "../../../tests/fixtures/questionnaire/vectors.json";
import { type Answers, answersToSend, checkAnswers, type Form, numberIn, type Question, rowsOf, shownQuestions, textIn } from "./questionnaire";

type Case = {
  says: string;
  form: "residents" | "migrants" | "units";
  answers: Answers;
  shown: string[];
  rows: { [question: string]: string[] };
  wrong: { [question: string]: string };
};

const forms = core as unknown as Record<Case["form"], Form>;
const cases = vectors as unknown as Case[];
const residents = forms.residents;

function asked(form: Form, name: string): Question | { of?: string | null } {
  const [id, part] = name.split(".");
  const question = form.find((one) => one.id === id);
  const found = part ? question?.parts?.find((one) => one.id === part) : question;
  if (!found) throw new Error(name);
  return found;
}

test.each(cases)("a sheet is read as on the server: $says", ({ form: name, answers, shown, rows, wrong }) => {
  const form = forms[name];
  expect(shownQuestions(form, answers).map((question) => question.id)).toEqual(shown);
  for (const [question, codes] of Object.entries(rows)) {
    expect(rowsOf(asked(form, question), form, answers).map((row) => row.code)).toEqual(codes);
  }
  expect(Object.fromEntries(checkAnswers(form, answers))).toEqual(wrong);
});

test.each(cases)("what is handed in is never refused: $says", ({ form: name, answers }) => {
  const form = forms[name];
  expect(checkAnswers(form, answersToSend(form, answers))).toEqual(new Map());
});

type Kind = Pick<Case, "says" | "answers" | "shown" | "wrong">;
const kindsForm = kinds.form as unknown as Form;

test.each(kinds.cases as unknown as Kind[])("rankings and numbers are read as on the server: $says", ({ answers, shown, wrong }) => {
  expect(shownQuestions(kindsForm, answers).map((question) => question.id)).toEqual(shown);
  expect(Object.fromEntries(checkAnswers(kindsForm, answers))).toEqual(wrong);
  expect(checkAnswers(kindsForm, answersToSend(kindsForm, answers))).toEqual(new Map());
});

test("the order of a ranking is handed in as it was given", () => {
  expect(answersToSend(kindsForm, { N2: ["c", "a"], N3: " 三号楼 " })).toEqual({ N2: ["c", "a"], N3: "三号楼" });
});

test("a number is whole, in the digits of any keyboard", () => {
  expect([" 12 ", "１２", "-3", "1.5", "", "twelve", "1234567890"].map(numberIn)).toEqual([12, 12, -3, null, null, null, null]);
});

test("a language that is missing is told in Chinese", () => {
  expect([textIn({ zh: "好", en: "Good" }, "en"), textIn({ zh: "好", en: "" }, "en"), textIn({ zh: "好" }, "ug")]).toEqual(["Good", "好", "好"]);
});

test("unticking a service takes its rating along, and the question about it", () => {
  const answers = { R3: ["c"], R4: { b: "2", c: "5" }, R5: { service: "b", reason: "1" } };
  expect(answersToSend(residents, answers)).toEqual({ R3: ["c"], R4: { c: "5" } });
});

test("the reason stays when only the service it was about is gone", () => {
  const answers = { R3: ["c"], R4: { c: "2" }, R5: { service: "b", reason: "1" } };
  expect(answersToSend(residents, answers)).toEqual({ R3: ["c"], R4: { c: "2" }, R5: { reason: "1" } });
});

test("what was said and taken back is not handed in", () => {
  expect(answersToSend(residents, { R3: [], R10: ["x"], R10a: "  " })).toEqual({ R10: ["x"] });
});
