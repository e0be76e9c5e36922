/** Shrinks a photo on the phone: at most 1600 px on its long side, upright, JPEG, without a word of metadata. */
import { HEAD_BYTES, positionIn } from "./exif";
import type { Position } from "./position";

export const MOST_PHOTOS = 6;
const LONG_SIDE = 1600;
const QUALITY = 0.82;
const THUMB_SIDE = 200;
const THUMB_QUALITY = 0.7;

/** A photo as we keep and send it. ArrayBuffers, for some phones cannot keep a Blob; the position is only the resident's. */
export type Picture = { bytes: ArrayBuffer; thumb: ArrayBuffer; width: number; height: number; position: Position | null };

export type PhotoTrouble = "empty" | "not_a_picture" | "heic" | "broken" | "unreadable";

/** Why this file is not used: shown on its own tile. */
export class BadPhoto extends Error {
  constructor(readonly why: PhotoTrouble, cause?: unknown) {
    super(why, { cause });
  }
}

/** The picture in a file. Call it in the input's own `change` handler, one file at a time: a file can go bad once the handler
 *  is over, and two big pictures at once are too much for a small phone. Raises BadPhoto. */
export async function shrink(file: Blob): Promise<Picture> {
  if (file.size === 0) throw new BadPhoto("empty");
  const [head, source] = await Promise.allSettled([file.slice(0, HEAD_BYTES).arrayBuffer(), decode(file)]);
  if (head.status === "rejected") throw new BadPhoto("unreadable", head.reason);
  if (source.status === "rejected") throw new BadPhoto(troubleOf(new Uint8Array(head.value)), source.reason);
  try {
    return { ...(await draw(source.value)), position: positionIn(head.value) };
  } finally {
    if ("close" in source.value) source.value.close();
  }
}

/** The picture of a JPEG's bytes as an address for an <img>; give it back with URL.revokeObjectURL. */
export function addressOf(bytes: ArrayBuffer): string {
  return URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" }));
}

async function draw(source: ImageBitmap | HTMLImageElement): Promise<Omit<Picture, "position">> {
  const [w, h] = "naturalWidth" in source ? [source.naturalWidth, source.naturalHeight] : [source.width, source.height];
  const [width, height] = fit(w, h, LONG_SIDE);
  const bytes = await encode(source, width, height, QUALITY);
  const thumb = await encode(source, ...fit(w, h, THUMB_SIDE), THUMB_QUALITY);
  return { bytes, thumb, width, height };
}

/** Scaled down to a longest side; never up, never to nothing. */
export function fit(width: number, height: number, side: number): [number, number] {
  const scale = Math.min(1, side / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

async function decode(file: Blob): Promise<ImageBitmap | HTMLImageElement> {
  if (await bitmapsStandUpright()) {
    try {
      return await createImageBitmap(file);
    } catch {
      // what createImageBitmap cannot read, an <img> sometimes can
    }
  }
  return decodeByImage(file);
}

async function decodeByImage(file: Blob): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = URL.createObjectURL(file);
  try {
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(image.src);
  }
}

/** Two pixels side by side that their EXIF turns by 90°. */
const LYING =
  "/9j/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/2wBDAP////////////////////////////////////////////////////////" +
  "//////////////////////////////wAALCAABAAIBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAv/EABgQAAIDAAAAAAAAAAAAAAAAAAABMXGx" +
  "/9oACAEBAAA/AGoVLD//2Q==";

let upright: Promise<boolean> | undefined;

/** Whether this browser's bitmaps obey EXIF, tried once. Older Safaris do not; turning pictures ourselves would turn them
 *  twice everywhere else, so there we go through <img>, which always obeys. */
function bitmapsStandUpright(): Promise<boolean> {
  upright ??= (async () => {
    try {
      const bytes = Uint8Array.from(atob(LYING), (char) => char.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
      return bitmap.width === 1 && bitmap.height === 2;
    } catch {
      return false;
    }
  })();
  return upright;
}

async function encode(source: CanvasImageSource, width: number, height: number, quality: number): Promise<ArrayBuffer> {
  const blob = await canvasBlob(source, width, height, quality);
  if (!blob || blob.size === 0) throw new BadPhoto("broken"); // a canvas that ran out of memory gives an empty file
  return blob.arrayBuffer();
}

async function canvasBlob(source: CanvasImageSource, width: number, height: number, quality: number): Promise<Blob | null> {
  if (typeof OffscreenCanvas === "function") {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d");
    if (context) {
      paint(context, source, width, height);
      return canvas.convertToBlob({ type: "image/jpeg", quality });
    }
  }
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (!context) return null;
  paint(context, source, width, height);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", quality));
  canvas.width = 0; // Safari keeps a canvas's memory until it is empty
  return blob;
}

function paint(context: CanvasDrawImage & CanvasRect & CanvasFillStrokeStyles, source: CanvasImageSource, width: number, height: number) {
  context.fillStyle = "#fff"; // JPEG has no transparency: without this a PNG's clear parts would be black
  context.fillRect(0, 0, width, height);
  context.drawImage(source, 0, 0, width, height);
}

/** What a file that no decoder takes may be, by its first bytes. */
export function troubleOf(head: Uint8Array): PhotoTrouble {
  const text = String.fromCharCode(...head.subarray(0, 16));
  if (text.slice(4, 8) === "ftyp") return /hei[cxms]|hev[cx]|mif1|msf1/.test(text.slice(8, 12)) ? "heic" : "not_a_picture";
  const isPicture = ["\xff\xd8\xff", "\x89PNG", "GIF8", "RIFF", "BM"].some((magic) => text.startsWith(magic));
  return isPicture ? "broken" : "not_a_picture";
}
