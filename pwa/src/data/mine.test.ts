import { expect, test } from "vitest";

import { groupOf, mine as shelf, type Mine, news } from "./mine";
import type { RequestForResident, State } from "./requests";
import type { Part, Unsent } from "./unsent";

const part = (but: Partial<Part> = {}): Part => ({
  path: "/api/requests/a", type: "application/json", photo: null, bytes: null, size: 1, done: false, refused: null, ...but,
});
const photo = (but: Partial<Part> = {}): Part => part({ photo: "p", ...but });
const refusal = { type: "about:blank", title: "", status: 422 };

function row(but: Partial<Unsent> = {}): Unsent {
  return {
    id: "a", request: "a", key: "k", act: "ask", note: "", parts: [part()], madeAt: 0, begun: false, tries: 0, nextTry: 0,
    notBefore: 0, draft: null, fineIfGone: false, ...but,
  };
}

function mine(state?: State): Mine {
  const copy = state ? ({ state } as RequestForResident) : null;
  return { id: "a", key: "k", madeAt: 0, description: "灯", category: "lighting", place: "", thumbs: [], received: null, copy, copiedAt: null };
}

test("what lies on the phone waits to be sent, also when there is no network", () => {
  expect(groupOf(mine(), row())).toBe("waiting");
  expect(groupOf(mine(), row({ parts: [part({ done: true }), photo()] }))).toBe("waiting");
});

test("what left without an answer, or was refused, was not sent", () => {
  expect(groupOf(mine(), row({ begun: true, tries: 1 }))).toBe("failed");
  expect(groupOf(mine(), row({ begun: true, parts: [part({ refused: refusal })] }))).toBe("failed");
});

test("a photo that was refused needs the resident; the request itself goes on", () => {
  expect(groupOf(mine("accepted"), row({ parts: [part({ done: true }), photo({ refused: refusal })] }))).toBe("yours");
});

test.each<[State, string]>([
  ["submitted", "open"], ["accepted", "open"], ["assigned", "open"], ["in_progress", "open"], ["waiting", "yours"],
  ["resolved", "yours"], ["closed", "over"], ["declined", "over"], ["withdrawn", "over"], ["merged", "over"],
])("%s stands under %s", (state, group) => {
  expect(groupOf(mine(state), undefined)).toBe(group);
});

test("what has just arrived is in progress before the server has said a word about it", () => {
  expect(groupOf(mine(), undefined)).toBe("open");
});

test.each<[State, boolean, string]>([
  ["resolved", true, "yours"], ["closed", true, "yours"], ["resolved", false, "open"], ["waiting", false, "open"], ["closed", false, "over"],
])("a neighbour's request, %s, that asks for a rating: %s, stands under %s", (state, rates, group) => {
  const followed = mine(state);
  followed.copy = { ...(followed.copy as RequestForResident), following: { id: "f", rates } };
  expect(groupOf(followed, undefined)).toBe(group);
});

test("new is what the city did since its resident looked, but not what they did themselves, nor what waits for them", () => {
  const step = (by: string, version: number) => ({ by, version, at: `2026-11-24T0${version}:00:00Z` });
  const steps = [step("resident", 1), step("staff", 2), step("resident", 3)];
  const withSteps = (state: State, seen?: number): Mine => ({
    ...mine(state), id: `${state}${seen}`, copy: { state, steps } as RequestForResident, ...(seen === undefined ? {} : { seen }),
  });
  shelf.value = [withSteps("accepted", 1), withSteps("accepted", 2), withSteps("in_progress"), withSteps("waiting", 1)];
  expect(news.value.map(({ request, step: { version } }) => [request.id, version])).toEqual([["accepted1", 2]]);
});
