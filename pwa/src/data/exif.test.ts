import { expect, test } from "vitest";

import { positionIn } from "./exif";

/** The head of a JPEG taken at 30°15'18" and 120°10'12", in either byte order, with the references that are given. */
function taken({ little = false, north = "N", east = "E", before = [] as number[] } = {}): ArrayBuffer {
  const tiff = new DataView(new ArrayBuffer(140));
  const u16 = (at: number, value: number) => tiff.setUint16(at, value, little);
  const u32 = (at: number, value: number) => tiff.setUint32(at, value, little);
  const entry = (at: number, tag: number, type: number, count: number, value: number) => {
    u16(at, tag);
    u16(at + 2, type);
    u32(at + 4, count);
    u32(at + 8, value);
  };
  const letter = (at: number, tag: number, text: string) => {
    entry(at, tag, 2, 2, 0);
    tiff.setUint8(at + 8, text.charCodeAt(0));
  };
  tiff.setUint16(0, little ? 0x4949 : 0x4d4d);
  u16(2, 42);
  u32(4, 8);
  u16(8, 1);
  entry(10, 0x8825, 4, 1, 26);
  u16(26, 4);
  letter(28, 1, north);
  entry(40, 2, 5, 3, 80);
  letter(52, 3, east);
  entry(64, 4, 5, 3, 104);
  [30, 1, 15, 1, 1800, 100, 120, 1, 10, 1, 1200, 100].forEach((value, i) => u32(80 + 4 * i, value));
  const exif = [0x45, 0x78, 0x69, 0x66, 0, 0, ...new Uint8Array(tiff.buffer)];
  const segment = [0xff, 0xe1, (exif.length + 2) >> 8, (exif.length + 2) & 255, ...exif];
  return Uint8Array.from([0xff, 0xd8, ...before, ...segment, 0xff, 0xda, 0, 2]).buffer;
}

test.each([true, false])("a position is read in both byte orders (little: %s)", (little) => {
  const position = positionIn(taken({ little }));
  expect(position?.latitude).toBeCloseTo(30.255, 9);
  expect(position?.longitude).toBeCloseTo(120.17, 9);
});

test("south and west are negative", () => {
  expect(positionIn(taken({ north: "S", east: "W" }))).toMatchObject({ latitude: expect.closeTo(-30.255), longitude: expect.closeTo(-120.17) });
});

test("another segment may stand before it", () => {
  expect(positionIn(taken({ before: [0xff, 0xe0, 0, 4, 1, 2] }))).not.toBeNull();
});

test("a picture cut off anywhere, or none at all, has no position and is no error", () => {
  const whole = taken();
  for (let length = 0; length < 120; length++) expect(positionIn(whole.slice(0, length))).toBeNull();
  expect(positionIn(new TextEncoder().encode("not a picture").buffer as ArrayBuffer)).toBeNull();
});
