import { expect, test } from "vitest";

import vectors from "../../../tests/fixtures/questionnaire/codes.json";
import { readCode } from "./codes";

test.each(vectors)("a code is read as on the server: $typed", ({ typed, code, group }) => {
  expect(readCode(typed)).toEqual(code ? { code, group } : null);
});
