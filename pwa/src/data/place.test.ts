import { beforeEach, expect, test } from "vitest";

import { lang } from "../i18n";
import { call, choose, forget, labelOf, levelOf, MOST_PLACES, type Place, place, places, sublabelOf, whereabouts } from "./place";

const huafeng = (code: string): Place => ({
  code,
  level: "community",
  name: "华丰社区",
  name_en: "Huafeng Community",
  path: [
    { code: "330100000000", level: "city", name: "杭州市", name_en: "Hangzhou" },
    { code: "330105000000", level: "district", name: "拱墅区", name_en: "Gongshu District" },
    { code: "330105019000", level: "street", name: "石桥街道", name_en: "Shiqiao Subdistrict" },
  ],
});

beforeEach(() => {
  places.value = [];
  lang.value = "zh-CN";
});

test("five communities are kept, the one just chosen first; the oldest of six goes", () => {
  for (let number = 1; number <= 6; number += 1) choose(huafeng(`33010501900${number}`));

  expect(places.value).toHaveLength(MOST_PLACES);
  expect(place.value?.code).toBe("330105019006");
  expect(places.value.map(({ code }) => code)).not.toContain("330105019001");
});

test("choosing one again brings it to the front, once", () => {
  choose(huafeng("330105019001"));
  choose(huafeng("330105019002"));
  choose(huafeng("330105019001"));

  expect(places.value.map(({ code }) => code)).toEqual(["330105019001", "330105019002"]);
});

test("forgetting the current one leaves the one before it", () => {
  choose(huafeng("330105019001"));
  choose(huafeng("330105019002"));
  forget("330105019002");

  expect(place.value?.code).toBe("330105019001");
});

test("one may be called what one likes, and stays called so when it is chosen again", () => {
  choose(huafeng("330105019001"));
  call("330105019001", " 妈妈家 ");
  choose(huafeng("330105019002"));
  choose(huafeng("330105019001"));

  expect(places.value.map(labelOf)).toEqual(["妈妈家", "华丰社区"]);
  expect(places.value.map(sublabelOf)).toEqual(["华丰社区 · 拱墅区 石桥街道", "拱墅区 石桥街道"]);
  call("330105019001", "");
  expect(places.value.map(labelOf)).toEqual(["华丰社区", "华丰社区"]);
});

test("two of the same name are told apart by street and district, in both languages", () => {
  expect(whereabouts(huafeng("330105019002"))).toBe("拱墅区 石桥街道");
  lang.value = "en";
  expect(whereabouts(huafeng("330105019002"))).toBe("Shiqiao Subdistrict, Gongshu District");
});

test.each([["330100000000", "city"], ["330105000000", "district"], ["330105019000", "street"], ["330105019002", "community"]])(
  "%s is a %s",
  (code, level) => {
    expect(levelOf(code)).toBe(level);
  },
);
