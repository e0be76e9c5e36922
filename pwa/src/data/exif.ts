/** Where a photo was taken, read from its own EXIF before shrinking. Only offered to the resident; never sent unasked. */
import type { Position } from "./position";

/** EXIF stands in the first segments of a JPEG: this many bytes hold it. */
export const HEAD_BYTES = 256 * 1024;

const GPS_IFD = 0x8825;
const TAGS = { latitudeRef: 1, latitude: 2, longitudeRef: 3, longitude: 4 };

/** The position in the head of a JPEG, WGS-84 degrees; null when there is none, or the file is something else or broken. */
export function positionIn(head: ArrayBuffer): Position | null {
  try {
    const tiff = tiffOf(new DataView(head));
    return tiff && positionOf(tiff);
  } catch {
    return null; // a table that points outside the file: a photo without a position, not an error
  }
}

type Tiff = { view: DataView; little: boolean };

/** The TIFF block of the first Exif segment. https://www.cipa.jp/std/documents/e/DC-008-2012_E.pdf, 4.7.2 */
function tiffOf(view: DataView): Tiff | null {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; at + 4 <= view.byteLength && view.getUint8(at) === 0xff; ) {
    const marker = view.getUint8(at + 1);
    const length = view.getUint16(at + 2);
    if (marker === 0xda || length < 2) return null; // the picture itself begins, or this is no JPEG after all
    if (marker === 0xe1 && view.getUint32(at + 4) === 0x45786966) {
      const end = Math.min(at + 2 + length, view.byteLength);
      const block = new DataView(view.buffer, view.byteOffset + at + 10, end - at - 10);
      return { view: block, little: block.getUint16(0) === 0x4949 };
    }
    at += 2 + length;
  }
  return null;
}

function positionOf(tiff: Tiff): Position | null {
  const main = entries(tiff, tiff.view.getUint32(4, tiff.little));
  const gps = main.get(GPS_IFD);
  if (gps === undefined) return null;
  const place = entries(tiff, tiff.view.getUint32(gps + 8, tiff.little));
  const latitude = degrees(tiff, place.get(TAGS.latitude), place.get(TAGS.latitudeRef), "S");
  const longitude = degrees(tiff, place.get(TAGS.longitude), place.get(TAGS.longitudeRef), "W");
  if (latitude === null || longitude === null) return null;
  const isOnEarth = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  const isUnset = latitude === 0 && longitude === 0; // what cameras without a fix write
  return isOnEarth && !isUnset ? { latitude, longitude } : null;
}

/** Where each entry of a directory stands, by its tag. */
function entries({ view, little }: Tiff, start: number): Map<number, number> {
  const count = view.getUint16(start, little);
  return new Map(
    Array.from({ length: count }, (_, i) => {
      const at = start + 2 + 12 * i;
      return [view.getUint16(at, little), at];
    }),
  );
}

/** Degrees, minutes and seconds as three fractions; the southern and western halves are negative. */
function degrees({ view, little }: Tiff, at: number | undefined, ref: number | undefined, negative: "S" | "W"): number | null {
  if (at === undefined || view.getUint32(at + 4, little) !== 3) return null;
  const first = view.getUint32(at + 8, little);
  const part = (i: number) => view.getUint32(first + 8 * i, little) / view.getUint32(first + 8 * i + 4, little);
  const value = part(0) + part(1) / 60 + part(2) / 3600;
  if (!Number.isFinite(value)) return null;
  const isNegative = ref !== undefined && String.fromCharCode(view.getUint8(ref + 8)) === negative;
  return isNegative ? -value : value;
}
