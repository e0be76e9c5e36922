import { expect, test } from "vitest";

import { fit, troubleOf } from "./photos";

const bytes = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));

test("a photo is scaled down to its long side, and a small one stays as it is", () => {
  expect(fit(4000, 3000, 1600)).toEqual([1600, 1200]);
  expect(fit(3000, 4000, 1600)).toEqual([1200, 1600]);
  expect(fit(800, 600, 1600)).toEqual([800, 600]);
});

test("a hair-thin picture keeps at least one pixel", () => {
  expect(fit(10_000, 1, 1600)).toEqual([1600, 1]);
});

test.each([
  ["an iPhone's own format", "\0\0\0\x18ftypheic", "heic"],
  ["a film", "\0\0\0\x18ftypisom", "not_a_picture"],
  ["a text named .jpg", "<!doctype html>", "not_a_picture"],
  ["a damaged JPEG", "\xff\xd8\xff\xe0JFIF", "broken"],
  ["a damaged PNG", "\x89PNG\r\n\x1a\n", "broken"],
])("%s says what it is", (_, head, trouble) => {
  expect(troubleOf(bytes(head))).toBe(trouble);
});
