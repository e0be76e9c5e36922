/// <reference types="node" />
/** Wishes combine, and a list shows first what helps now and near. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

import { catalogueOf } from "./catalogue";
import { counts, countsAsOpen, distanceTo, list, type Wish } from "./filters";
import { civilMinute } from "./hours";
import { TERMS } from "./taxonomy.gen";

const here = catalogueOf("330106005055", JSON.parse(readFileSync("tests/fixtures/search/catalogue.json", "utf8")));
const minute = civilMinute(Date.parse("2026-11-24T06:20:00Z")); // 14:20 on a Tuesday
const at = { latitude: 30.2841, longitude: 120.121 };
const wished = (wish: Wish) => list(here.entries, null, wish, here.calendar, minute, at);

test("each wish narrows the list to what meets it", () => {
  expect(wished({})).toHaveLength(160);
  expect(wished({ free: true }).every(({ entry }) => entry.fee === 0)).toBe(true);
  expect(wished({ certified: true }).every(({ entry }) => entry.provider.certificate !== "")).toBe(true);
  expect(wished({ homeVisit: true }).every(({ entry }) => entry.homeVisit)).toBe(true);
  expect(wished({ audience: "migrants" }).every(({ entry }) => entry.audience.includes("migrants"))).toBe(true);
  expect(wished({ openAt: minute }).every(({ state }) => countsAsOpen(state))).toBe(true);
  expect(wished({ within: 1000 }).every(({ distance }) => distance !== null && distance <= 1000)).toBe(true);
  for (const wish of [{ free: true }, { certified: true }, { homeVisit: true }, { audience: "migrants" }, { openAt: minute }, { within: 1000 }]) {
    expect(wished(wish).length).toBeGreaterThan(0);
    expect(wished(wish).length).toBeLessThan(160);
  }
});

test("a whole group of categories can be wished for", () => {
  const legal = TERMS.filter((term) => term.parent === "legal").map((term) => term.code);
  expect(new Set(wished({ category: "legal" }).map(({ entry }) => entry.category))).toEqual(new Set(legal));
  expect(new Set(wished({ category: "notary" }).map(({ entry }) => entry.category))).toEqual(new Set(["notary"]));
  expect(wished({ category: "no-such-thing" })).toEqual([]);
});

test("what is open stands before what is shut, the own community before the city, the near before the far", () => {
  const shown = wished({});
  const keys = shown.map(({ isOpen, level, distance }) => [isOpen ? 0 : 1, -level, distance ?? Number.POSITIVE_INFINITY]);
  const sorted = keys.toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0) || (a[1] ?? 0) - (b[1] ?? 0) || ((a[2] ?? 0) < (b[2] ?? 0) ? -1 : 1));
  expect(keys).toEqual(sorted);
});

test("a service that is closed for the time being is never open", () => {
  const shut = wished({}).filter(({ entry }) => entry.status === "temporarily closed");
  expect(shut.length).toBeGreaterThan(0);
  expect(shut.every(({ state }) => state?.state === "closed")).toBe(true);
});

test("what has no known place has no distance", () => {
  const [nowhere] = here.entries.filter((entry) => !entry.spots.length);
  expect(nowhere && distanceTo(nowhere, at)).toBeNull();
});

test("categories are counted", () => {
  expect([...counts(here.entries).values()].reduce((sum, count) => sum + count, 0)).toBe(160);
});
