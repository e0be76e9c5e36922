import { expect, test } from "vitest";

import { endOf, hhmm, minutesOf, mondayOf } from "./data";

test("a week begins on its Monday, also over the turn of a year", () => {
  expect(mondayOf("2026-11-24")).toBe("2026-11-23");
  expect(mondayOf("2026-11-29")).toBe("2026-11-23");
  expect(mondayOf("2026-12-31", 1)).toBe("2027-01-04");
  expect(mondayOf("2027-01-01", -1)).toBe("2026-12-21");
});

test("a night's shift ends on the next morning", () => {
  expect(endOf(minutesOf("17:30"), "08:30")).toBe(1950);
  expect(endOf(minutesOf("08:30"), "17:30")).toBe(1050);
  expect(endOf(0, "00:00")).toBe(1440);
  expect(hhmm(1950)).toBe("08:30");
});
