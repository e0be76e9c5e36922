import { expect, test } from "vitest";

import type { Draft } from "../../data/draft";
import { isPhone, troubleInPlace, troubleInWords } from "./check";

const PLACE = { code: "330102001051", level: "community", name: "青年路社区", name_en: "Qingnianlu", path: [] } as const;

function aDraft(but: Partial<Draft> = {}): Draft {
  return {
    id: "a", key: "k", touchedAt: 0, description: "灯不亮", category: null, proposed: null, place: { ...PLACE, path: [] }, address: "",
    location: null, name: "", phone: "138 0000 0000", wish: "call", noPhone: false, onBehalf: null, photos: [], dangersSeen: [], calm: false, ...but,
  };
}

test.each(["13800000000", "138 0000 0000", "+86 138-0000-0000", "１３８００００００００", "0571-88880000", "(0571) 8888 0000", "+44 20 7946 0000"])(
  "%s is a number to call back",
  (phone) => expect(isPhone(phone)).toBe(true),
);

test.each(["138 0000 00", "88880000", "12345", "abc", "+86 138"])("%s is not complete", (phone) => expect(isPhone(phone)).toBe(false));

test("a request needs words, and a community; nothing else is asked of who leaves no phone", () => {
  expect(Object.keys(troubleInWords(aDraft({ description: " \n" })))).toEqual(["description"]);
  expect(Object.keys(troubleInPlace(aDraft({ place: null, phone: "", noPhone: true })))).toEqual(["place"]);
});

test("who wants a call or a message must leave a whole number", () => {
  expect(troubleInPlace(aDraft({ phone: "138 0000 00" }))).toHaveProperty("phone");
  expect(troubleInPlace(aDraft({ phone: "" }))).toHaveProperty("phone");
  expect(troubleInPlace(aDraft({ phone: "", wish: "none" }))).toEqual({});
});

test("asking for somebody else needs that person's name and consent", () => {
  const onBehalf = { name: "", phone: "0571 8888", relation: "", consent: false };
  expect(Object.keys(troubleInPlace(aDraft({ onBehalf })))).toEqual(["other-name", "other-phone", "consent"]);
});
