import { expect, test } from "vitest";

import { isFinal, pauseAfter, pauseAsked } from "./backoff";

const NOW = Date.parse("2026-11-24T12:00:00Z");

test("pauses double, and stop growing at five minutes", () => {
  expect([0, 1, 2, 3].map((n) => pauseAfter(n, 1))).toEqual([2_000, 4_000, 8_000, 16_000]);
  expect(pauseAfter(40, 1)).toBe(300_000);
});

test("chance halves a pause at most", () => {
  expect(pauseAfter(0, 0)).toBe(1_000);
});

test("a server may ask for a pause in seconds or by the clock", () => {
  expect(pauseAsked("30", NOW)).toBe(30_000);
  expect(pauseAsked("Tue, 24 Nov 2026 12:02:00 GMT", NOW)).toBe(120_000);
});

test("no wish, a wish in the past and nonsense cost no time; a day is cut to an hour", () => {
  expect([null, "Tue, 24 Nov 2026 11:00:00 GMT", "soon"].map((text) => pauseAsked(text, NOW))).toEqual([0, 0, 0]);
  expect(pauseAsked("86400", NOW)).toBe(3_600_000);
});

test("only the service's own refusal is final", () => {
  expect(isFinal(422, "application/problem+json; charset=utf-8")).toBe(true);
  expect(isFinal(404, "text/html")).toBe(false);
  expect(isFinal(404, null)).toBe(false);
});

test.each([401, 408, 425, 429, 500, 502, 503, 504, 507])("%i is tried again", (status) => {
  expect(isFinal(status, "application/problem+json")).toBe(false);
});
