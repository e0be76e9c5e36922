import { expect, test } from "vitest";

import { dangersIn } from "./danger";

test.each([
  ["厨房有煤气味，头晕", "gas"],
  ["楼下好像漏燃气了", "gas"],
  ["三楼着火了", "fire"],
  ["电表箱在冒烟", "fire"],
  ["我妈摔了一跤起不来", "hurt"],
  ["孩子抽搐，叫不醒", "hurt"],
  ["电梯停了，里面还有人", "hurt"],
  ["隔壁在打架，有人拿刀", "violence"],
  ["我不想活了", "despair"],
  ["孩子吃了老鼠药，担心中毒", "hurt"],
  ["楼上怕是着火了", "fire"],
  ["老人被儿子打", "violence"],
  ["I can smell gas in the kitchen", "gas"],
  ["The bin room is on fire", "fire"],
  ["My father is not breathing", "hurt"],
  ["He is threatening to kill her", "violence"],
  ["I want to die", "despair"],
])("%s: names the danger", (words, danger) => {
  expect(dangersIn(words)).toContain(danger);
});

test.each([
  "煤气灶用了两年，想换",
  "楼道堆杂物，有火灾隐患",
  "灯不亮，怕老人摔倒受伤",
  "电梯停了，里面没有人",
  "树太高了，能不能砍树枝",
  "没有人受伤，就是玻璃碎了",
  "消防演习什么时候",
  "落水管漏水",
  "楼道一个月没被打扫过",
  "小区的树砍了没人清",
  "灭火器过期了",
  "3 单元楼道灯不亮",
  "Our gas stove is two years old, we want a new one",
  "The fire extinguisher is out of date",
  "Nobody was injured, the glass is broken",
  "The library is closed",
])("%s: is not danger", (words) => {
  expect(dangersIn(words)).toEqual([]);
});

test("full-width letters and capitals are read too", () => {
  expect(dangersIn("ＧＡＳ　ＬＥＡＫ")).toEqual(["gas"]);
});

test("two dangers are named once each, the most pressing first", () => {
  expect(dangersIn("打架，着火了，又着火了")).toEqual(["fire", "violence"]);
});
