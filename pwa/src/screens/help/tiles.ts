/** The photos of the draft as they stand on the screen: on their way, kept, or not usable and why. */
import { signal } from "@preact/signals";

import { addPhoto, draft, photosOf, removePhoto } from "../../data/draft";
import { PhoneFull } from "../../data/keep";
import { BadPhoto, MOST_PHOTOS, type PhotoTrouble, type Picture, shrink } from "../../data/photos";
import type { Position } from "../../data/position";

export type Tile = {
  key: number;
  state: "busy" | "kept" | "bad" | "full";
  id?: string; // of a kept one
  thumb?: ArrayBuffer;
  size?: number; // bytes
  why?: PhotoTrouble;
  picture?: Picture; // shrunk, but there was no room: for trying again
  position?: Position | null;
};

export const tiles = signal<readonly Tile[]>([]);
/** How many were refused before they were read, the last time. */
export const tooMany = signal(0);

let next = 0;
let working: Promise<unknown> = Promise.resolve();

/** Resolves when everything that was chosen is kept, or known to be of no use. */
export const settled = (): Promise<unknown> => working;

/** Show what the draft has already. */
export async function showTiles(): Promise<void> {
  const { id, photos } = draft.peek();
  const kept = await photosOf(id);
  tooMany.value = 0;
  tiles.value = photos.flatMap((wanted) => {
    const photo = kept.find((other) => other.id === wanted);
    return photo ? [keptTile(next++, photo.id, photo)] : [];
  });
}

/** Take in what was chosen. Call it in the input's own `change` handler; the seventh is refused unread. One at a time. */
export async function takeIn(files: readonly Blob[]): Promise<void> {
  const room = Math.max(0, MOST_PHOTOS - tiles.peek().length);
  tooMany.value = Math.max(0, files.length - room);
  const taken = files.slice(0, room).map((file) => ({ file, key: next++ }));
  tiles.value = [...tiles.peek(), ...taken.map(({ key }): Tile => ({ key, state: "busy" }))];
  const owner = draft.peek().id;
  working = Promise.all([working, oneByOne()]);
  await working;

  async function oneByOne(): Promise<void> {
    for (const { file, key } of taken) replace(key, await tileOf(file, key, owner));
  }
}

export async function removeTile(tile: Tile): Promise<void> {
  tiles.value = tiles.peek().filter((other) => other.key !== tile.key);
  tooMany.value = 0;
  if (tile.id) await removePhoto(tile.id);
}

/** Try once more to find room for what did not fit. */
export async function keepAgain(): Promise<void> {
  for (const { key, state, picture } of tiles.peek()) {
    if (state === "full" && picture) replace(key, await kept(picture, key, draft.peek().id));
  }
}

async function tileOf(file: Blob, key: number, owner: string): Promise<Tile> {
  try {
    return await kept(await shrink(file), key, owner);
  } catch (error) {
    if (!(error instanceof BadPhoto)) throw error;
    return { key, state: "bad", why: error.why };
  }
}

async function kept(picture: Picture, key: number, owner: string): Promise<Tile> {
  try {
    return keptTile(key, await addPhoto(picture, owner), picture);
  } catch (error) {
    if (!(error instanceof PhoneFull)) throw error;
    return { key, state: "full", picture };
  }
}

function keptTile(key: number, id: string, { thumb, bytes, position }: Picture): Tile {
  return { key, state: "kept", id, thumb, size: bytes.byteLength, position };
}

function replace(key: number, tile: Tile): void {
  tiles.value = tiles.peek().map((other) => (other.key === key ? tile : other));
}
