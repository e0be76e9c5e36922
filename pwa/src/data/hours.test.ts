/** The phone's hours against the server's vectors (tests/fixtures/hours): the same moments, the same words. */
/// <reference types="node" />
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

import { type Calendar, dayNumber, UNKNOWN } from "./calendar";
import { civilMinute, dayOf, openState, recursOn, type Rule } from "./hours";

process.env.TZ = "America/Los_Angeles"; // far from the city

type Moment = { place: string; at: string; state: string | null; sure?: boolean; next?: string; again?: string; why?: string };
const read = (name: string) => JSON.parse(readFileSync(`tests/fixtures/hours/${name}.json`, "utf8"));
const vectors: { places: Record<string, Rule[]>; moments: Moment[] } = read("vectors");
const recurrences: { from: number; days: number; rules: { rule: Rule; on: number[] }[] } = read("recurrences");

/** The reviewed tables of server/data/holidays, as far as they are needed here. */
function calendar(): Calendar {
  const [off, worked, likely] = [new Map<number, string>(), new Map<number, string>(), new Map<number, string>()];
  let knownThrough = -1;
  for (const year of [2024, 2025, 2026, 2027]) {
    const text = readFileSync(`server/data/holidays/${year}.toml`, "utf8");
    const announced = text.includes("announced = true");
    for (const part of text.split("[[holiday]]").slice(1)) {
      const name = /name = "(.+)"/.exec(part)?.[1] ?? "";
      const [from, to] = [/from = (\S+)/.exec(part)?.[1] ?? "", /to = (\S+)/.exec(part)?.[1] ?? ""];
      for (let day = dayNumber(from); day <= dayNumber(to); day++) (announced ? off : likely).set(day, name);
      for (const day of /work = \[(.+)\]/.exec(part)?.[1]?.split(", ") ?? []) worked.set(dayNumber(day), name);
    }
    if (announced) knownThrough = dayNumber(`${year}-12-31`);
  }
  return { off, worked, likely, knownThrough, english: {} };
}

const minute = (text: string): number => dayNumber(text) * 1440 + Number(text.slice(11, 13)) * 60 + Number(text.slice(14));
const written = (at: number): string => new Date(at * 60_000).toISOString().slice(0, 16);
const known = calendar();

describe("a place stands as the board at its door says", () => {
  test.each(vectors.moments)("$place at $at", ({ place, at, ...expected }) => {
    const said = openState(vectors.places[place] ?? [], known, minute(at));
    const told = said && {
      state: said.state,
      ...(said.sure ? {} : { sure: false }),
      ...(said.next === null ? {} : { next: written(said.next) }),
      ...(said.again === null ? {} : { again: written(said.again) }),
      ...(said.why ? { why: said.why } : {}),
    };
    expect(told ?? { state: null }).toEqual(expected);
  });
});

test("recurrences agree with those of the server, and so with dateutil", () => {
  for (const { rule, on } of recurrences.rules) {
    const ours = [];
    for (let day = 0; day < recurrences.days; day++) if (recursOn(rule, dayOf(recurrences.from + day))) ours.push(day);
    expect(ours).toEqual(on);
  }
});

test("a phone in another zone tells the city's time", () => {
  expect(civilMinute(Date.parse("2026-11-24T04:00:59Z"))).toBe(minute("2026-11-24T12:00"));
});

test("before the first load nothing is sure", () => {
  const said = openState([{ byday: "MO,TU,WE,TH,FR", opens_at: "08:00", closes_at: "17:00" }], UNKNOWN, minute("2026-11-24T10:00"));
  expect(said).toMatchObject({ state: "usually", sure: false });
});
