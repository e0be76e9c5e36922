import { expect, test } from "vitest";

import { spokenWords, voiceFor } from "./aloud";

const voices = ["en-GB", "zh_HK", "zh-CN"].map((lang) => ({ lang, localService: true }));

test("the voice speaks the very language, or a cousin, or there is none", () => {
  expect(voiceFor(voices, "zh")?.lang).toBe("zh-CN");
  expect(voiceFor(voices.slice(0, 2), "zh")?.lang).toBe("zh_HK");
  expect(voiceFor(voices, "en")?.lang).toBe("en-GB");
  expect(voiceFor(voices, "ug")).toBeUndefined();
  expect(voiceFor([], "zh")).toBeUndefined();
});

test("a voice on the phone before one that needs a network", () => {
  expect(voiceFor([{ lang: "zh-CN", localService: false }, { lang: "zh-CN", localService: true }], "zh")?.localService).toBe(true);
});

test("a grid is read with its rows, a pair with the options of both", () => {
  const one = { code: "1", text: { zh: "满意", en: "Content" } };
  const row = { code: "h", text: { zh: "物业", en: "Property" } };
  expect(spokenWords({ id: "A", type: "grid", text: { zh: "满意吗？" }, hint: { zh: "每项" }, options: [one], items: [row] }, "zh")).toBe("满意吗？。每项。物业。满意");
  expect(spokenWords({ id: "B", type: "pair", text: { zh: "谁？", en: "Who?" }, parts: [{ id: "x", text: { zh: "性别", en: "Sex" }, options: [one] }] }, "en")).toBe("Who?. Sex. Content");
});
