/// <reference types="node" />
/** The record of a favourite follows what its own catalogue says, and stays when the phone looks at another one. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

import { catalogueOf } from "./catalogue";
import { type Favourite, renewed } from "./favourites";
import type { Entry } from "./fragments";

const here = catalogueOf("330106005055", JSON.parse(readFileSync("tests/fixtures/search/catalogue.json", "utf8")));
const entry = here.entries.find((one) => one.level === "community") as Entry;
const kept: Favourite = { id: entry.id, at: 1, entry, gone: false };
const saying = (change: (one: Entry) => Entry) => ({ ...here, entries: here.entries.map((one) => (one.id === entry.id ? change(one) : one)) });
const without = { ...here, entries: here.entries.filter((one) => one.id !== entry.id) };

test("what is as it was is left alone", () => {
  expect(renewed([kept], here)).toEqual([]);
});

test("after a move nothing is known against it", () => {
  expect(renewed([kept], { ...without, code: "330102003055" })).toEqual([]);
});

test("a new number is kept", () => {
  expect(renewed([kept], saying((one) => ({ ...one, phone: "0571 1" })))).toEqual([{ ...kept, entry: { ...entry, phone: "0571 1" } }]);
});

test("English that was read once stays when the catalogue is read in Chinese", () => {
  const [now] = renewed([kept], saying((one) => ({ ...one, phone: "0571 1", english: {} })));

  expect(now?.entry.english).toEqual(entry.english);
  expect(Object.keys(entry.english)).not.toEqual([]);
});

test("what its own catalogue no longer names is marked, and unmarked when it is back", () => {
  const [gone] = renewed([kept], without);

  expect(gone).toEqual({ ...kept, gone: true });
  expect(renewed([gone as Favourite], here)).toEqual([kept]);
});
