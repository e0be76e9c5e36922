import { describe, expect, test } from "vitest";

import { addressOf, askOf, isBlank, unfiltered, wantsLargeText } from "./ask";

describe("what is asked lives in the address", () => {
  test("an address read and written again is the same", () => {
    const address = "/search?q=%E9%85%8D%E8%8D%AF&category=clinic&for=elderly&free=1&open=1&near=1";
    const query = Object.fromEntries(new URL(address, "http://x").searchParams);

    expect(addressOf(askOf(query))).toBe(address);
  });

  test("asking for nearest first alone is not asking for anything", () => {
    expect(isBlank(askOf({ near: "1", q: " " }))).toBe(true);
    expect(isBlank(askOf({ free: "1" }))).toBe(false);
  });

  test("dropping the filters keeps the words", () => {
    expect(addressOf(unfiltered(askOf({ q: "修锁", category: "repair", certified: "1" })))).toBe("/search?q=%E4%BF%AE%E9%94%81");
  });

  test.each(["长辈版", "关怀版", "大字", "大字版怎么开", "Large text"])("%s finds the switch for large text", (q) => {
    expect(wantsLargeText(q)).toBe(true);
  });

  test("looking for a person of age is not looking for large letters", () => {
    expect(wantsLargeText("老人吃饭")).toBe(false);
  });
});
