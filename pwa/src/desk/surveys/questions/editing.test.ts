import { expect, test } from "vitest";

import core from "../../../../../tests/fixtures/questionnaire/core.json";
import { type Form, type Question, shownQuestions } from "../../../data/questionnaire";
import { asType, choicesOf, formOf, languagesOf, moved, newCondition, newId, newQuestion, onQuestion, placeOf, type Questionnaire, tidy, withForm, written } from "./editing";

const asked = core as unknown as Questionnaire;
const residents = formOf(asked, "residents");
const question = (id: string): Question => residents.find((one) => one.id === id) as Question;

test("a new question has an id of its own and changes no other", () => {
  const added = newQuestion(residents, "residents");
  expect(residents.map((one) => one.id)).not.toContain(added.id);
  expect(newId([...residents, added], "residents")).not.toBe(added.id);
  const next = withForm(asked, "residents", [...residents, added]);
  expect(formOf(next, "residents").slice(0, -1)).toEqual(residents);
  expect(formOf(asked, "residents")).toHaveLength(residents.length);
});

test("moving stays within the list", () => {
  expect([moved(["a", "b", "c"], 2, -1), moved(["a", "b"], 0, -1), moved(["a", "b"], 1, 1)]).toEqual([["a", "c", "b"], ["a", "b"], ["a", "b"]]);
});

test("another type keeps the words and takes what it needs", () => {
  const single = newQuestion(residents, "residents");
  expect(asType(single, "number").options).toEqual([]);
  expect(asType({ ...single, options: [] }, "scale").options?.map((option) => option.code)).toEqual(["5", "4", "3", "2", "1", "9"]);
  expect(asType(single, "pair").parts).toHaveLength(2);
  expect(tidy(asType(asType(single, "ranking"), "single"))).toEqual(tidy(single));
});

test("a condition begins with what suits the question before", () => {
  expect(newCondition([])).toBeNull();
  expect(onQuestion({ id: "N", type: "number", text: {} }).op).toBe("between");
  expect(onQuestion(question("R10a")).op).toBe("answered");
  const form: Form = [...residents, { ...newQuestion(residents, "residents"), shown_if: [{ ...onQuestion(question("R1")), codes: ["3"] }] }];
  expect(shownQuestions(form, { R1: "3" }).at(-1)?.id).toBe(form.at(-1)?.id);
  expect(shownQuestions(form, { R1: "1" }).at(-1)?.id).toBe("R14");
});

test("a pair can be asked about by the options of both its parts", () => {
  const codes = choicesOf(question("R5"), residents).map((option) => option.code);
  expect(codes).toHaveLength(new Set(codes).size);
  expect(new Set(codes)).toEqual(new Set("123456habcdefg"));
});

test("a remark leads to its question", () => {
  expect(placeOf("residents.3.text.en")).toEqual({ group: "residents", index: 3, rest: "text.en" });
  expect(placeOf("units")).toEqual({ group: "units", index: null, rest: "" });
  expect(placeOf("opening.en")).toEqual({ group: null, index: null, rest: "opening.en" });
});

test("what was not touched is written as it came", () => {
  expect(JSON.parse(written(withForm(asked, "units", formOf(asked, "units"))))).toEqual(core);
});

test("a language that a file brought gets its fields", () => {
  const [first, ...rest] = residents;
  const more = withForm(asked, "residents", [{ ...(first as Question), text: { ...first?.text, ug: "…" } }, ...rest]);
  expect(languagesOf(more, ["zh-CN", "en"])).toEqual(["zh", "en", "ug"]);
});
