/// <reference types="node" />
/** Wishes combine, each says how many it would leave, and a list shows first what helps now and near. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

import { catalogueOf } from "./catalogue";
import { counts, fitting, good, left, list, scoresOf, seenFrom, stateOf, type Wish } from "./filters";
import { civilMinute } from "./hours";
import { TERMS } from "./taxonomy.gen";

const here = catalogueOf("330106005055", JSON.parse(readFileSync("tests/fixtures/search/catalogue.json", "utf8")));
const minute = civilMinute(Date.parse("2026-11-24T06:20:00Z")); // 14:20 on a Tuesday
const at = { latitude: 30.2841, longitude: 120.121 };
const seen = seenFrom(here.entries, here.calendar, at);
const wished = (wish: Wish, nearestFirst = false) => list(seen, null, wish, minute, nearestFirst);

const EACH: [Wish, Wish][] = [
  [{ free: true }, { audience: "migrants" }],
  [{ certified: true }, { homeVisit: true }],
  [{ openAt: minute }, { within: 1000 }],
  [{ category: "health" }, { openAt: minute }],
  [{ audience: "elderly" }, { within: 3000 }],
];

test("each wish narrows the list to what meets it", () => {
  expect(wished({})).toHaveLength(160);
  expect(wished({ free: true }).every(({ seen: { entry } }) => entry.fee === 0)).toBe(true);
  expect(wished({ certified: true }).every(({ seen: { entry } }) => entry.provider.certificate !== "")).toBe(true);
  expect(wished({ homeVisit: true }).every(({ seen: { entry } }) => entry.homeVisit)).toBe(true);
  expect(wished({ audience: "migrants" }).every(({ seen: { entry } }) => entry.audience.includes("migrants"))).toBe(true);
  expect(wished({ openAt: minute }).every(({ isOpen }) => isOpen)).toBe(true);
  expect(wished({ within: 1000 }).every(({ distance }) => distance !== null && distance <= 1000)).toBe(true);
  for (const wish of EACH.flat()) {
    expect(wished(wish).length).toBeGreaterThan(0);
    expect(wished(wish).length).toBeLessThan(160);
  }
});

test.each(EACH)("%j and %j together leave what meets both, and were counted before", (one, other) => {
  const both = wished({ ...one, ...other }).map(({ id }) => id);
  const meeting = new Set(wished(other).map(({ id }) => id));

  expect(both.toSorted()).toEqual(wished(one).map(({ id }) => id).filter((id) => meeting.has(id)).toSorted());
  expect(left(seen, { ...one, ...other })).toBe(both.length);
});

test("a whole group of categories can be wished for", () => {
  const legal = TERMS.filter((term) => term.parent === "legal").map((term) => term.code);
  expect(new Set(wished({ category: "legal" }).map(({ seen: { entry } }) => entry.category))).toEqual(new Set(legal));
  expect(new Set(wished({ category: "notary" }).map(({ seen: { entry } }) => entry.category))).toEqual(new Set(["notary"]));
  expect(wished({ category: "no-such-thing" })).toEqual([]);
});

test("what is open stands before what is shut, the own community before the city, the near before the far", () => {
  const keys = wished({}).map(({ isOpen, level, distance }) => [isOpen ? 0 : 1, -level, distance ?? Number.POSITIVE_INFINITY]);
  expect(keys).toEqual(keys.toSorted(inOrder));
});

test("nearest first: what is open, then the shorter way, whoever offers it; what has no known place comes last", () => {
  const keys = wished({}, true).map(({ isOpen, distance }) => [isOpen ? 0 : 1, distance ?? Number.POSITIVE_INFINITY]);
  expect(keys).toEqual(keys.toSorted(inOrder));
});

test("nearness does not bring forward what hardly fits the words", () => {
  const [near, far] = [wished({}, true)[0], wished({}, true).at(-1)];
  const scores = scoresOf([{ id: near?.id ?? "", score: 40 }, { id: far?.id ?? "", score: 90 }]);

  const found = list(seen, scores, {}, minute, true);

  expect(found.map(({ id }) => id)).toEqual([far?.id, near?.id]);
  expect(found.filter(good(found)).map(({ id }) => id)).toEqual([far?.id]);
  expect(fitting(seen, scores)).toHaveLength(2);
});

test("a service that is closed for the time being is never open", () => {
  const shut = seen.filter(({ entry }) => entry.status === "temporarily closed");
  expect(shut.length).toBeGreaterThan(0);
  expect(shut.every(({ entry, isOpen }) => stateOf(entry, here.calendar, minute)?.state === "closed" && !isOpen(minute))).toBe(true);
});

test("what has no known place has no distance, nor has anything where nobody knows where we are", () => {
  expect(seen.filter(({ entry }) => !entry.spots.length).every(({ distance }) => distance === null)).toBe(true);
  expect(seenFrom(here.entries, here.calendar, null).every(({ distance }) => distance === null)).toBe(true);
});

test("categories are counted", () => {
  expect([...counts(seen).values()].reduce((sum, count) => sum + count, 0)).toBe(160);
});

function inOrder(a: number[], b: number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) < (b[at] ?? 0) ? -1 : 1;
}
