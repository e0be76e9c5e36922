import { expect, test } from "vitest";

import core from "../../../tests/fixtures/questionnaire/core.json";
import vectors from "../../../tests/fixtures/questionnaire/vectors.json";
import { type Answers, answersToSend, checkAnswers, type Form, type Question, rowsOf, shownQuestions } from "./questionnaire";

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
