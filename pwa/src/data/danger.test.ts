import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

import { dangersIn } from "./danger";

/** The same sentences are read by the server's twin: tests/domain/test_danger.py. */
type Sentences = { danger: Record<string, string>; harmless: string[] };
const { danger, harmless } = JSON.parse(readFileSync("tests/fixtures/danger.json", "utf8")) as Sentences;

test.each(Object.entries(danger))("%s: names the danger", (words, code) => {
  expect(dangersIn(words)).toContain(code);
});

test.each(harmless)("%s: is not danger", (words) => {
  expect(dangersIn(words)).toEqual([]);
});

test("full-width letters and capitals are read too", () => {
  expect(dangersIn("ＧＡＳ　ＬＥＡＫ")).toEqual(["gas"]);
});

test("two dangers are named once each, the most pressing first", () => {
  expect(dangersIn("打架，着火了，又着火了")).toEqual(["fire", "violence"]);
});
