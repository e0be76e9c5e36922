import { expect, test } from "vitest";

import type { Draft } from "./draft";
import { askWords, bare, bytesOf } from "./words";

const NOW = Date.parse("2026-11-24T12:00:00Z");
const PLACE = { code: "330102003052", level: "community", name: "青年路社区", name_en: "Qingnianlu", path: [] } as const;

function aDraft(but: Partial<Draft> = {}): Draft {
  return {
    id: "a", key: "k", touchedAt: 0, description: " 灯不亮 ", category: "lighting", proposed: null, place: { ...PLACE, path: [] },
    address: "", location: null, name: "", phone: "", wish: "call", noPhone: true, onBehalf: null, photos: [], dangersSeen: [],
    calm: false, ...but,
  };
}

test("nothing is said that was not asked for", () => {
  expect(askWords(aDraft(), NOW)).toEqual({
    place: "330102003052", category: "lighting", description: "灯不亮", photos: 0, contact: null, on_behalf: null, location: null,
    address: "", urgent: false, calm: false, written_at: "2026-11-24T12:00:00.000Z",
  });
});

test("a public place stands with the request, a home with the contact", () => {
  expect(askWords(aDraft({ address: "青年路 23 号" }), NOW)).toMatchObject({ address: "青年路 23 号", contact: null });
  expect(askWords(aDraft({ address: "402 室", category: "housekeeping" }), NOW)).toMatchObject({
    address: "", contact: { name: "", phone: "", address: "402 室", wish: "none" },
  });
});

test("who leaves no phone leaves no name either, though they had typed both", () => {
  expect(askWords(aDraft({ name: "张三", phone: "138 0571 0001" }), NOW)).toMatchObject({ contact: null });
});

test("a chosen kind wins over the proposed one, and without both it is something else", () => {
  expect(askWords(aDraft({ category: null, proposed: "lifts" }), NOW)).toMatchObject({ category: "lifts" });
  expect(askWords(aDraft({ category: null }), NOW)).toMatchObject({ category: "other" });
});

test("danger makes it urgent, unless the resident said that there is none", () => {
  expect(askWords(aDraft({ description: "厨房有煤气味" }), NOW)).toMatchObject({ urgent: true });
  expect(askWords(aDraft({ description: "厨房有煤气味", calm: true }), NOW)).toMatchObject({ urgent: false });
});

test("a number loses its blanks and marks, whichever keyboard typed them", () => {
  expect(bare("（0571）８８８８－1234")).toBe("05718888" + "1234");
});

test("the same draft gives the same bytes", () => {
  expect(bytesOf(askWords(aDraft(), NOW))).toEqual(bytesOf(askWords(aDraft(), NOW)));
});
