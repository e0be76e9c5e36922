import { expect, test } from "vitest";

import { proposalFor } from "./proposing";

const WORDS = {
  repair: ["水管漏水", "漏水", "换灯泡", "plumber", "leaking pipe"],
  environment: ["垃圾没人收", "垃圾桶", "污水", "rubbish"],
  lighting: ["路灯不亮", "楼道灯", "灯不亮", "street light"],
  lifts: ["电梯停了", "困在电梯里", "lift is broken"],
  noise: ["太吵", "装修太吵", "loud"],
};
const CODES = Object.keys(WORDS);

test.each([
  ["3 单元 2 楼到 4 楼的楼道灯都不亮，有一个星期了", "lighting"],
  ["一楼公共水管漏水", "repair"],
  ["垃圾房满了没人收", "environment"],
  ["The street light at the gate is out", "lighting"],
  ["LOUD music every night", "noise"],
])("%s: proposes the category whose words were used", (said, code) => {
  expect(proposalFor(said, CODES, WORDS)).toBe(code);
});

test.each(["", "你好", "想问一件事", "cloudy weather"])("%j proposes nothing", (said) => {
  expect(proposalFor(said, CODES, WORDS)).toBeNull();
});

test("only the categories that may be asked for are proposed", () => {
  expect(proposalFor("楼道灯不亮", ["repair"], WORDS)).toBeNull();
});
