/** What a form holds of a thing, and that what it does not show is written back as it was. */
import { describe, expect, test } from "vitest";

import type { ServiceBody } from "./bodies";
import { fenOf } from "../money";
import { LOCATION, pointOf, SERVICE } from "./kinds";

const body: ServiceBody = {
  ...SERVICE.blank(),
  owner: "330102003052", organization: "0b1d", category: "repair", name: "修伞", aka: ["补伞", "修雨伞"], fee: 1250, areas: ["330102003052"],
  texts: { en: { name: "Umbrellas" }, ja: { name: "傘" } },
  hours: [{ byday: "SA", interval: 2, dtstart: "2026-01-03", opens_at: "09:00", closes_at: "11:00" }],
};

describe("a service", () => {
  test("comes out of its form as it went in", () => {
    expect(SERVICE.write(SERVICE.read(body)).body).toEqual(body);
  });

  test("keeps a field that this version of the desk does not know", () => {
    const newer = { ...body, parking: "two places" } as ServiceBody;
    expect(SERVICE.write({ ...SERVICE.read(newer), name: "修伞铺" }).body).toEqual({ ...newer, name: "修伞铺" });
  });

  test("says at which fields it is not whole", () => {
    const { problems } = SERVICE.write({ ...SERVICE.read({ ...body, name: " ", organization: null, areas: [] }), fee: "paid", yuan: "十块" });
    expect(Object.fromEntries(problems)).toEqual({ "f-fee-yuan": "money", "f-name": "required", "f-organization": "required", "f-areas": "required" });
  });

  test("drops a translation that was emptied", () => {
    const form = SERVICE.read(body);
    expect(SERVICE.write({ ...form, texts: { ...form.texts, en: { name: " " } } }).body.texts).toEqual({ ja: { name: "傘" } });
  });
});

test.each([["12", 1200], ["12.5", 1250], ["12.50元", 1250], ["１２", 1200], ["0.05", 5], ["十块", null], ["12.345", null], ["", null]])("%s is a price or none", (typed, fen) => {
  expect(fenOf(typed)).toBe(fen);
});

test.each([
  ["30.2541, 120.1632", [30.2541, 120.1632]],
  ["30.2541，120.1632", [30.2541, 120.1632]],
  ["纬度 30.2541 经度 120.1632", [30.2541, 120.1632]],
  ["120.1632,30.2541", null],
  ["30.2541", null],
  ["30.2541, 120.1632, 5", null],
])("%s is a point or none", (typed, point) => expect(pointOf(typed)).toEqual(point));

test("a place without a point is a place", () => {
  const place = { ...LOCATION.blank(), division: "330102003052", name: "站", address: "青年路 8 号" };
  expect(LOCATION.write(LOCATION.read(place))).toMatchObject({ body: place, problems: new Map() });
});
