import { expect, test } from "vitest";

import { metres, roundMetres, walkMinutes } from "./distance";

const LAKE = { latitude: 30.2444, longitude: 120.1604 };

test("a hundredth of a degree north is 1,110 metres", () => {
  expect(metres(LAKE, { ...LAKE, latitude: 30.2544 })).toBe(1110);
});

test("eastwards a degree is shorter, by the cosine of the latitude", () => {
  expect(metres(LAKE, { ...LAKE, longitude: 120.1704 })).toBe(960);
});

test.each([[3, 10], [184, 180], [996, 1000], [2649, 2600]])("%i metres are said as %i", (way, said) => {
  expect(roundMetres(way)).toBe(said);
});

test("next door is a minute, not none", () => {
  expect(walkMinutes(10)).toBe(1);
  expect(walkMinutes(500)).toBe(10);
});
