import { beforeEach, describe, expect, test } from "vitest";

import { lang } from ".";
import { clock, date, day, moment, weekday } from "./dates";

const NOW = "2026-11-24T04:00:00Z"; // noon in Hangzhou, a Tuesday

describe("in Chinese", () => {
  beforeEach(() => {
    lang.value = "zh-CN";
  });

  test.each([
    ["2026-11-24T01:42:00Z", "今天 9:42"],
    ["2026-11-23T10:05:00Z", "昨天 18:05"],
    ["2026-11-25T01:00:00Z", "明天 9:00"],
    ["2026-04-17T01:42:00Z", "4 月 17 日 9:42"],
    ["2025-04-17T01:42:00Z", "2025 年 4 月 17 日"],
  ])("%s is %s", (at, words) => {
    expect(moment(at, NOW)).toBe(words);
  });

  test("the day is the city's, whatever zone the phone is in", () => {
    expect(day("2026-11-23T16:30:00Z", NOW)).toBe("今天"); // half past midnight in Hangzhou
    expect(clock("2026-11-23T16:30:00Z")).toBe("0:30");
    expect(weekday(NOW)).toBe("周二");
  });
});

describe("in English", () => {
  beforeEach(() => {
    lang.value = "en";
  });

  test.each([
    ["2026-11-24T01:42:00Z", "today 9:42"],
    ["2026-04-17T01:42:00Z", "17 Apr, 9:42"],
    ["2025-04-17T01:42:00Z", "17 Apr 2025"],
  ])("%s is %s", (at, words) => {
    expect(moment(at, NOW)).toBe(words);
    expect(date(at, true)).toMatch(/^\d{1,2} \w{3} 20\d\d$/);
  });
});
