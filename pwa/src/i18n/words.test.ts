/** What holds for every word of the app, whoever wrote it. */
import { describe, expect, test } from "vitest";

const chinese = import.meta.glob<{ zh: object }>("./zh/*.ts", { eager: true });
const english = import.meta.glob<{ en: object }>("./en/*.ts", { eager: true });
const sources = import.meta.glob<string>("../**/*.tsx", { eager: true, query: "?raw", import: "default" });

/** Every sentence of an area; those with arguments are spoken with "甲" and 3. */
function sentences(words: unknown, path = ""): [string, string][] {
  if (typeof words === "string") return [[path, words]];
  if (typeof words === "function") return spoken(words as (...args: unknown[]) => unknown).map((text) => [path, text]);
  if (typeof words !== "object" || words === null) return [];
  return Object.entries(words).flatMap(([key, value]) => sentences(value, path ? `${path}.${key}` : key));
}

function spoken(sentence: (...args: unknown[]) => unknown): string[] {
  return ["甲", 3].flatMap((argument) => {
    try {
      const text = sentence(...Array.from({ length: sentence.length }, () => argument));
      return typeof text === "string" ? [text] : [];
    } catch {
      return []; // this sentence wants another kind of argument
    }
  });
}

describe.each(Object.entries(chinese))("%s", (_, { zh }) => {
  test("has no half-width mark beside a Chinese character", () => {
    expect(sentences(zh).filter(([, text]) => /[,;:?!]\p{Script=Han}|\p{Script=Han}[,;:?!.]/u.test(text))).toEqual([]);
  });

  test("never says OK, confirm or submit alone, nor a word that the city does not use", () => {
    expect(sentences(zh).filter(([, text]) => /^(确定|OK|提交)$|满意度/.test(text))).toEqual([]);
  });

  test("does not shout", () => {
    expect(sentences(zh).filter(([, text]) => /[！!]/.test(text))).toEqual([]);
  });
});

describe.each(Object.entries(english))("%s", (_, { en }) => {
  test("is in English", () => {
    const left = sentences(en).filter(([, text]) => /\p{Script=Han}/u.test(text.replace(/甲|中文|语言/g, "")));
    expect(left).toEqual([]);
  });
});

test("no screen or component holds words of its own", () => {
  const withWords = Object.entries(sources).filter(([, text]) => /\p{Script=Han}/u.test(withoutComments(text)));
  expect(withWords.map(([path]) => path)).toEqual([]);
});

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$|\s\/\/ .*$/gm, "");
