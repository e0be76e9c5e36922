/** The rules of an interviewer's queue: what is kept, what may leave, what is counted, and what another version makes of it. */
import { expect, test } from "vitest";

import type { Unsent } from "./unsent";
import { type Act, asBegun, type Begun, countOf, momentOf, recoded, type Round, roundNow, saidIn, sheetRow, tryRow } from "./visit-rows";

const NOW = Date.parse("2026-11-24T04:00:00Z");
const REFUSAL = { type: "about:blank", title: "", status: 422 };
const sheet: Begun = {
  shape: 1, id: "s1", wave: "w1", unit: "u1", group: "residents", code: "J7TQ-AHGM-R63T-FQ3W", mode: "visit",
  answers: { R2: "4" }, at: "R4", begunAt: "2026-11-24T03:50:00Z", by: "wuqi",
};
const kept = (id: string, by = "wuqi"): Unsent => sheetRow({ ...sheet, id, by }, { R2: "4" }, "青年路 402", NOW);
const refused = (row: Unsent): Unsent => ({ ...row, parts: row.parts.map((part) => ({ ...part, refused: REFUSAL })) });
const act = (id: string, what: Act["what"] = "answered"): Act => ({ shape: 1, id, wave: "w1", unit: "u1", what, day: "2026-11-24", daypart: "morning", by: "wuqi" });

test("a finished sheet is frozen bytes under the id it was begun with, so that finishing twice is finishing once", () => {
  const [first, second] = [kept("s1"), kept("s1")];

  expect(first.parts[0]?.path).toBe("/api/waves/w1/responses/s1");
  expect(new Uint8Array(first.parts[0]?.bytes as ArrayBuffer)).toEqual(new Uint8Array(second.parts[0]?.bytes as ArrayBuffer));
  expect(saidIn(first)).toEqual({ group: "residents", division: "", answers: { R2: "4" }, code: sheet.code, mode: "visit", begun_at: sheet.begunAt });
});

test("what says that a door has answered says nothing of what it answered", () => {
  expect(JSON.stringify(act("s1"))).not.toContain("R2");
  expect(kept("s1").note).toBe("青年路 402");
});

test("kept, sent and refused are told apart, and another person's do not count", () => {
  const rows = [kept("a"), refused(kept("b")), kept("c", "lin"), tryRow(act("d", "not_home"), "", NOW)];

  expect(countOf(rows, [act("a"), act("b"), act("gone"), act("d", "not_home")], "wuqi")).toEqual({ kept: 1, sent: 1, tries: 1 });
  expect(countOf(rows, [], undefined)).toEqual({ kept: 0, sent: 0, tries: 0 });
});

test("a sheet that was refused for its code goes again under another id with the same answers", () => {
  const again = recoded(refused(kept("s1")), "s2", "J3QC-FTCP-AYC7-HWKJ", NOW) as Unsent;

  expect(again.parts[0]?.path).toBe("/api/waves/w1/responses/s2");
  expect(saidIn(again)).toEqual({ ...saidIn(kept("s1")), code: "J3QC-FTCP-AYC7-HWKJ" });
  expect(again.by).toBe("wuqi");
});

test("one that may be on the server already never goes under another id", () => {
  expect(recoded({ ...kept("s1"), begun: true }, "s2", sheet.code, NOW)).toBeNull();
});

test("a sheet of an earlier shape can still be answered and sent", () => {
  const { unit: _, mode: __, shape: ___, at: ____, ...old } = sheet;

  const now = asBegun(old);

  expect(now).toEqual({ ...sheet, unit: "", at: null });
  expect(saidIn(sheetRow(now, now.answers, "", NOW))?.answers).toEqual({ R2: "4" });
});

test("a round is its interviewer's own, and over when the survey takes no more", () => {
  const wave = { id: "w1", year: 2026, title: "", closes_on: "2026-11-30", accepts_until: "2026-12-03T16:00:00Z", units: [], forms: {} };
  const round = { by: "wuqi", at: NOW, waves: [wave] } as unknown as Round;

  expect(roundNow(round, "wuqi", NOW)).toEqual(round);
  expect(roundNow(round, "lin", NOW)).toBeNull();
  expect(roundNow(round, "wuqi", Date.parse("2026-12-04T00:00:00Z"))).toBeNull();
  expect(roundNow(undefined, "wuqi", NOW)).toBeNull();
});

test("a try has a day of the city and a part of it, never an hour", () => {
  expect(momentOf(Date.parse("2026-11-24T16:30:00Z"))).toEqual({ day: "2026-11-25", daypart: "morning" });
  expect(momentOf(Date.parse("2026-11-24T04:00:00Z"))).toEqual({ day: "2026-11-24", daypart: "afternoon" });
  expect(momentOf(Date.parse("2026-11-24T10:00:00Z"))).toEqual({ day: "2026-11-24", daypart: "evening" });
  expect(new TextDecoder().decode(tryRow(act("t", "refused"), "", NOW).parts[0]?.bytes as ArrayBuffer)).toBe(
    '{"day":"2026-11-24","daypart":"morning","result":"refused"}',
  );
});
