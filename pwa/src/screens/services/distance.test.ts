import { expect, test } from "vitest";

import { metresBetween, roundMetres, walkMinutes } from "./distance";

const LAKE = { latitude: 30.2444, longitude: 120.1604 };

test("a hundredth of a degree north is 1,112 metres", () => {
  expect(metresBetween(LAKE, { ...LAKE, latitude: 30.2544 })).toBeCloseTo(1112, 0);
});

test("eastwards a degree is shorter, by the cosine of the latitude", () => {
  expect(metresBetween(LAKE, { ...LAKE, longitude: 120.1704 })).toBeCloseTo(960.6, 0);
});

test.each([[3, 10], [184, 180], [996, 1000], [2649, 2600]])("%i metres are said as %i", (metres, said) => {
  expect(roundMetres(metres)).toBe(said);
});

test("next door is a minute, not none", () => {
  expect(walkMinutes(10)).toBe(1);
  expect(walkMinutes(500)).toBe(10);
});
