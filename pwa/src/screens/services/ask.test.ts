import { describe, expect, test } from "vitest";

import { dayNumber } from "../../data/calendar";
import { addressOf, askOf, chosen, isBlank, minuteOf, unfiltered, wantsLargeText, wishOf } from "./ask";

const NOW = dayNumber("2026-10-02") * 1440 + 600;

describe("what is asked lives in the address", () => {
  test.each([
    "/search?q=%E9%85%8D%E8%8D%AF&category=clinic&for=elderly&within=1000&open=1&free=1&visit=1&certified=1&near=1",
    "/search?at=2026-10-10T09%3A00&near=0",
    "/search",
  ])("%s read and written again is the same", (address) => {
    const query = Object.fromEntries(new URL(address, "http://x").searchParams);

    expect(addressOf(askOf(query))).toBe(address);
  });

  test.each([{ at: "10 Oct" }, { at: "2026-13-01T09:00" }, { at: "2026-10-10T24:30" }, { within: "700" }, { within: "x" }, { free: "yes" }])(
    "%j is left out",
    (query) => {
      expect(isBlank(askOf(query as unknown as Record<string, string>))).toBe(true);
    },
  );

  test("asking for nearest first alone is not asking for anything", () => {
    expect(isBlank(askOf({ near: "1", q: " " }))).toBe(true);
    expect(isBlank(askOf({ free: "1" }))).toBe(false);
  });

  test("dropping the filters keeps the words", () => {
    const ask = askOf({ q: "修锁", category: "repair", certified: "1", at: "2026-10-10T09:00" });

    expect(chosen(ask)).toBe(3);
    expect(addressOf(unfiltered(ask))).toBe("/search?q=%E4%BF%AE%E9%94%81");
  });
});

describe("a moment", () => {
  test("is the city's, whatever zone the phone is in", () => {
    expect(minuteOf(askOf({ at: "2026-10-10T09:05" }), NOW)).toBe(dayNumber("2026-10-10") * 1440 + 545);
  });

  test("that is not chosen is now, and narrows nothing until “open now” is pressed", () => {
    expect(minuteOf(askOf({}), NOW)).toBe(NOW);
    expect(wishOf(askOf({}), NOW)).not.toHaveProperty("openAt");
    expect(wishOf(askOf({ open: "1" }), NOW)).toMatchObject({ openAt: NOW });
  });
});

test.each(["长辈版", "关怀版", "大字", "大字版怎么开", "Large text"])("%s finds the switch for large text", (q) => {
  expect(wantsLargeText(q)).toBe(true);
});

test("looking for a person of age is not looking for large letters", () => {
  expect(wantsLargeText("老人吃饭")).toBe(false);
});
