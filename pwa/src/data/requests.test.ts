import { expect, test } from "vitest";

import { isNumber, readable } from "./requests";

test("a number with its check digit is one, a slip of the finger is found", () => {
  expect(isNumber("2611000515")).toBe(true);
  expect(isNumber("2611000516")).toBe(false);
  expect(isNumber("2611000151")).toBe(false);
  expect(isNumber("261100051")).toBe(false);
});

test("a number is read out as year and month, then the rest", () => {
  expect(readable("2611000515")).toBe("2611-000515");
});
