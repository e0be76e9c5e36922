import { afterEach, describe, expect, test } from "vitest";

import { UNKNOWN } from "../../data/calendar";
import { catalogue } from "../../data/catalogue";
import type { OpenState } from "../../data/hours";
import { lang, spoken } from "../../i18n";
import { momentWords, openLine, thenWords, whenWords } from "./openLine";

const TUESDAY = (Date.UTC(2026, 10, 24) / 60_000) as number; // civil midnight of 24 Nov 2026
const at = (hour: number, minute = 0, days = 0): number => TUESDAY + days * 1440 + hour * 60 + minute;
const state = (given: Partial<OpenState>): OpenState => ({ state: "open", sure: true, next: null, again: null, why: "", ...given });

const LINES: [string, OpenState | null, string, string, string][] = [
  ["open for long", state({ next: at(17, 30) }), "open", "开到 17:30", "Open until 17:30"],
  ["closing within two hours", state({ next: at(11, 30) }), "soon", "11:30 关", "Closes 11:30"],
  ["closing in twenty minutes", state({ state: "closes_soon", next: at(10, 20) }), "soon", "20 分钟后关", "Closes in 20 minutes"],
  ["closing for lunch", state({ next: at(11, 30), again: at(13, 30) }), "soon", "11:30 午休", "Closes 11:30 for lunch"],
  ["closing for lunch soon", state({ state: "closes_soon", next: at(11), again: at(13, 30) }), "soon", "60 分钟后午休", "Closes for lunch in 60 minutes"],
  ["never closing", state({}), "open", "24 小时", "Open 24 hours"],
  ["open past midnight", state({ next: at(24) }), "open", "开到 24:00", "Open until 24:00"],
  ["at lunch", state({ state: "break", next: at(13, 30) }), "shut", "午休，13:30 再开", "Lunch until 13:30"],
  ["in a break of the evening", state({ state: "break", next: at(18) }), "shut", "休息，18:00 再开", "Break until 18:00"],
  ["shut until tomorrow", state({ state: "closed", next: at(8, 30, 1) }), "shut", "明天 8:30 开", "Opens tomorrow 8:30"],
  ["shut until Friday", state({ state: "closed", next: at(9, 0, 3) }), "shut", "周五 9:00 开", "Opens Fri 9:00"],
  ["shut for repairs", state({ state: "closed", next: at(9, 0, 3), why: "装修" }), "shut", "装修，周五 9:00 开", "装修, opens Fri 9:00"],
  ["shut for a holiday", state({ state: "holiday", next: at(8, 30, 14), why: "国庆节" }), "shut", "国庆节放假，12 月 8 日 8:30 开", "Closed for National Day until 8 Dec 8:30"],
  ["shut for some days of it", state({ state: "holiday", next: at(8, 30, 3), why: "国庆节" }), "shut", "国庆节放假，11 月 27 日 8:30 开", "Closed for National Day until 27 Nov 8:30"],
  ["a holiday, and then nobody knows", state({ state: "holiday", why: "国庆节" }), "shut", "国庆节放假", "Closed for National Day"],
  ["a year not announced", state({ state: "usually", sure: false, next: at(17) }), "soon", "平时这个时间开着，先打电话问", "Usually open at this time, call first"],
  ["shut in a year not announced", state({ state: "closed", sure: false, next: at(8, 30, 1) }), "shut", "明天 8:30 开，先打电话问", "Opens tomorrow 8:30, call first"],
  ["hours never written down", null, "shut", "几点开门，打电话问", "Call to ask when it is open"],
  ["gone for good", state({ state: "closed" }), "shut", "关了", "Closed"],
];

afterEach(() => {
  lang.value = "zh-CN";
});

test.each(LINES)("%s", (_, given, look, text) => {
  expect(openLine(given, at(10))).toEqual({ look, text });
});

describe("in English", () => {
  test.each(LINES)("%s", async (_, given, look, __, text) => {
    catalogue.value = { code: "", entries: [], calendar: { ...UNKNOWN, english: { 国庆节: "National Day" } }, words: {}, wordsEnglish: {}, readings: {} };
    lang.value = "en";
    await spoken();

    expect(openLine(given, at(10))).toEqual({ look, text });
  });
});

test("a break says when it opens again", () => {
  expect(thenWords(state({ next: at(11, 30), again: at(13, 30) }), at(10))).toBe("13:30 再开");
  expect(thenWords(state({ next: at(17) }), at(10))).toBe("");
});

test("a time of today needs no day, one beyond a week has a date", () => {
  expect(whenWords(at(18), at(10))).toBe("18:00");
  expect(whenWords(at(8, 0, 7), at(10))).toBe("12 月 1 日 8:00");
});

test("a chosen moment is said with its weekday, and with its year when it is another", () => {
  expect(momentWords("2026-10-10T09:00")).toMatch(/10 月 10 日周六 9:00$/);
  expect(momentWords("2031-01-04T15:30")).toBe("2031 年 1 月 4 日周六 15:30");
});
