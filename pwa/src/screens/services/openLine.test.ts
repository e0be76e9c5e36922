import { expect, test } from "vitest";

import type { OpenState } from "../../data/hours";
import { openLine, thenWords, whenWords } from "./openLine";

const TUESDAY = (Date.UTC(2026, 10, 24) / 60_000) as number; // civil midnight of 24 Nov 2026
const at = (hour: number, minute = 0, days = 0): number => TUESDAY + days * 1440 + hour * 60 + minute;
const state = (given: Partial<OpenState>): OpenState => ({ state: "open", sure: true, next: null, again: null, why: "", ...given });

test.each<[string, OpenState | null, string, string]>([
  ["open for long", state({ next: at(17) }), "open", "开到 17:00"],
  ["closing within two hours", state({ next: at(11, 30) }), "soon", "11:30 关"],
  ["closing for lunch", state({ next: at(11, 30), again: at(13, 30) }), "soon", "11:30 午休"],
  ["never closing", state({}), "open", "24 小时"],
  ["open past midnight", state({ next: at(24) }), "open", "开到 24:00"],
  ["shut until the afternoon", state({ state: "break", next: at(14) }), "shut", "14:00 开"],
  ["shut until tomorrow", state({ state: "closed", next: at(8, 30, 1) }), "shut", "明天 8:30 开"],
  ["shut until Friday", state({ state: "closed", next: at(9, 0, 3) }), "shut", "周五 9:00 开"],
  ["shut for a holiday", state({ state: "holiday", next: at(8, 30, 14), why: "国庆节" }), "shut", "国庆节放假，12 月 8 日 8:30 开"],
  ["a year not announced", state({ state: "usually", sure: false, next: at(17) }), "soon", "平时这会儿开着，先打电话问"],
  ["hours never written down", null, "shut", "几点开门，打电话问"],
  ["gone for good", state({ state: "closed" }), "shut", "关了"],
])("%s", (_, given, look, text) => {
  expect(openLine(given, at(10))).toEqual({ look, text });
});

test("a break says when it opens again", () => {
  expect(thenWords(state({ next: at(11, 30), again: at(13, 30) }), at(10))).toBe("13:30 再开");
  expect(thenWords(state({ next: at(17) }), at(10))).toBe("");
});

test("a time of today needs no day, one beyond a week has a date", () => {
  expect(whenWords(at(18), at(10))).toBe("18:00");
  expect(whenWords(at(8, 0, 7), at(10))).toBe("12 月 1 日 8:00");
});
