/// <reference types="node" />
/** The phone's search against the server's answers (tests/fixtures/search): the same ids, scores and order. */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";

import { type Catalogue, catalogueOf } from "./catalogue";
import type { Fragment, Translation } from "./fragments";
import { list, scoresOf, seenFrom } from "./filters";
import { findable } from "./finding";
import { civilMinute } from "./hours";
import { find, Index, nearest, suggest } from "./search";
import { readTable, Sounds } from "./sounds";

type Answer = { count: number; found: [string, number][]; listed: string[]; suggested: [string, number][]; nearest: [string, number][] };
const read = (name: string) => JSON.parse(readFileSync(`tests/fixtures/search/${name}.json`, "utf8"));
const golden: Record<"zh-CN" | "en", Record<string, Answer>> = read("golden");
const fragments: [Fragment, Translation][] = read("catalogue");
const table = readTable(readFileSync("server/data/sounds.txt", "utf8"));
const here: Catalogue = catalogueOf("330106005055", fragments);
const MOST = 10;

function indexIn(language: "zh-CN" | "en"): Index {
  const english = language === "en";
  const words = { zh: here.words, en: english ? here.wordsEnglish : null };
  return new Index(here.entries.map((entry) => findable(entry, english)), words, new Sounds(table, here.readings));
}

/** As the server's fixture stands: 14:20 in the city on a Tuesday, in Cuiyuan. */
const minute = civilMinute(Date.parse("2026-11-24T06:20:00Z"));
const at = { latitude: 30.2841, longitude: 120.121 };

describe.each(["zh-CN", "en"] as const)("in %s", (language) => {
  let index: Index;
  beforeAll(() => {
    index = indexIn(language);
  });

  test.each(Object.entries(golden[language]))("%j finds what the server finds", (query, answer) => {
    const found = find(index, query);
    const listed = list(seenFrom(here.entries, here.calendar, at), scoresOf(found), {}, minute, false);
    expect(found).toHaveLength(answer.count);
    expect(found.slice(0, MOST).map((each) => [each.id, each.score])).toEqual(answer.found);
    expect(listed.slice(0, MOST).map((each) => each.id)).toEqual(answer.listed);
    expect(suggest(index, query).map((each) => [each.id, each.score])).toEqual(answer.suggested);
    expect(nearest(index, query).map((each) => [each.id, each.score])).toEqual(answer.nearest);
  });
});

test("before the sounds have come, what is written is found", () => {
  const index = new Index(here.entries.map((entry) => findable(entry, false)), { zh: here.words, en: null }, new Sounds(new Map()));
  expect(find(index, "法律援助").length).toBeGreaterThan(0);
  expect(find(index, "借书")[0]?.score).toBeGreaterThanOrEqual(90);
});
