import { describe, expect, test } from "vitest";

import { zh } from "../../i18n/zh/intake";
import { isLandline, isWhole } from "./numbers";
import { aloud, inFours, readBack, readNumber } from "./spoken";

const told = { words: "楼道灯不亮", place: "青年路社区", address: "15 号", phone: "0571-8765 4321", wish: "call" as const };
const given = { number: "2611000018", code: "12345678", holder: "青年路社区", due: "今天 14:30", answered: false, texted: false };

describe("what is read out", () => {
  test("digits come in groups of four, a mobile as people say it", () => {
    expect(inFours("2611000018")).toBe("2611 0000 18");
    expect(inFours("12345678")).toBe("1234 5678");
    expect(aloud("１３８０５７１０００１")).toBe("138 0571 0001");
    expect(aloud("0571-8765 4321")).toBe("0571 8765 4321");
  });

  test("before it is sent there is no number", () => {
    expect(readBack(zh.say, told)).toEqual(["您说的是：楼道灯不亮", "地方是：青年路社区，15 号。", "回电话打：0571 8765 4321。"]);
  });

  test("what is not known yet is not said", () => {
    expect(readBack(zh.say, { ...told, words: "", place: "", phone: "" })).toEqual([]);
    expect(readBack(zh.say, { ...told, words: "", place: "", wish: "none" })).toEqual([zh.say.silent]);
  });

  test("whoever gets no text hears number and code twice", () => {
    const said = readNumber(zh.say, given);
    expect(said.filter((one) => one.includes("2611 0000 18"))).toHaveLength(2);
    expect(said.filter((one) => one.includes("1234 5678"))).toHaveLength(2);
    expect(readNumber(zh.say, { ...given, texted: true }).filter((one) => one.includes("2611"))).toHaveLength(1);
  });

  test("what was answered on the spot promises nobody", () => {
    expect(readNumber(zh.say, { ...given, answered: true })[0]).toBe(zh.say.answered);
  });
});

describe("a number that is being typed", () => {
  test("is asked about when it is whole", () => {
    expect(["13805710001", "138 0571 0001", "０５７１８７６５４３２１", "+8613805710001", "+85261234567"].map(isWhole)).toEqual(Array(5).fill(true));
    expect(["1380571", "87654321", "", "0571", "12345"].map(isWhole)).toEqual(Array(5).fill(false));
  });

  test("of a landline gets no text", () => {
    expect(isLandline("0571-87654321")).toBe(true);
    expect(isLandline("13805710001")).toBe(false);
  });
});
