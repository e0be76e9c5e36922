/** What somebody is writing, kept through reloads and crashes. Its id and key are those of the request it becomes: pressing
 *  twice, or sending again, is still one request. */
import { signal } from "@preact/signals";

import type { Danger } from "./danger";
import { withShelf } from "./db";
import { newId, newKey } from "./ids";
import { keeping, PhoneFull } from "./keep";
import type { Picture } from "./photos";
import type { Place } from "./place";
import type { Position } from "./position";

export type Wish = "call" | "message" | "none";
export type OnBehalf = { name: string; phone: string; relation: string; consent: boolean };

/** A part of one day ("2026-11-24"), or of any of these days. */
export type Window = { on: string | null; part: "morning" | "afternoon" | "evening" };

export type Draft = {
  id: string;
  key: string;
  touchedAt: number; // ms
  description: string;
  category: string | null; // as the resident chose it; null: as we propose
  proposed: string | null; // what the words so far look like
  place: Place | null;
  address: string;
  location: Position | null; // of this phone or a photo, because the resident said so
  name: string;
  phone: string;
  wish: Wish;
  noPhone: boolean;
  anonymous?: boolean; // a firm that comes is not told who they are; absent in drafts of before
  onBehalf: OnBehalf | null;
  photos: string[]; // ids of KeptPhoto, in order
  dangersSeen: Danger[]; // whose panel was closed
  calm: boolean; // the resident said that there is no danger
  window?: Window | null; // when somebody should come
  notAlike?: string[]; // requests of neighbours that are about something else
};

/** A shrunk photo on this phone; `owner` is the draft or request it belongs to. */
export type KeptPhoto = Picture & { id: string; owner: string };

declare module "./db" {
  interface Rows {
    drafts: Draft;
    photos: KeptPhoto;
  }
}

type Reach = Pick<Draft, "name" | "phone" | "wish" | "noPhone">;
export const REACH = "reach"; // how they wanted to be reached the last time
export const REPLIES = "reply."; // half-written replies begin with this, in `kv`
const PAUSE_MS = 400;
const KEPT_MS = 30 * 24 * 3_600_000;

/** Unfinished requests on this phone, the last touched first. */
export const drafts = signal<readonly Draft[]>([]);
/** The one being written. */
export const draft = signal<Draft>(blank());
/** Whether what is on the screen is on the disk. */
export const saved = signal<"empty" | "saving" | "saved" | "full">("empty");

/** Nothing in it that would be missed. */
export function isBlank({ description, photos, address }: Draft): boolean {
  return !description.trim() && !address.trim() && photos.length === 0;
}

let timer: ReturnType<typeof setTimeout> | undefined;

function blank(): Draft {
  return {
    id: newId(), key: newKey(), touchedAt: Date.now(), description: "", category: null, proposed: null, place: null, address: "",
    location: null, name: "", phone: "", wish: "call", noPhone: false, onBehalf: null, photos: [], dangersSeen: [], calm: false,
  };
}

/** A new draft, about this community; how to reach the resident is taken from the last time. */
export async function begin(place: Place | null): Promise<void> {
  await saveNow();
  const reach = (await withShelf((db) => db.get("kv", REACH)).catch(() => undefined)) as Reach | undefined;
  draft.value = { ...blank(), ...reach, place };
  saved.value = "empty";
}

/** Go on with an earlier draft; false when it is not on this phone (any more). */
export async function resume(id: string): Promise<boolean> {
  if (draft.peek().id === id) return true;
  const kept = await withShelf((db) => db.get("drafts", id));
  if (!kept) return false;
  draft.value = kept;
  saved.value = "saved";
  return true;
}

/** Change the draft; it is saved at the next pause in typing. */
export function write(change: Partial<Draft>): void {
  draft.value = { ...draft.peek(), ...change, touchedAt: Date.now() };
  saved.value = "saving";
  clearTimeout(timer);
  timer = setTimeout(() => void saveNow(), PAUSE_MS);
}

/** Save without waiting for a pause: before leaving, and when the page goes out of sight. Never throws: `saved` says it. */
export async function saveNow(): Promise<void> {
  clearTimeout(timer);
  const now = draft.peek();
  if (saved.peek() === "empty" || saved.peek() === "saved") return;
  try {
    await keeping(["drafts"], async (tx) => {
      const drafts = tx.objectStore("drafts");
      await (isBlank(now) ? drafts.delete(now.id) : drafts.put(now));
    });
    if (draft.peek() === now) saved.value = "saved";
  } catch (error) {
    if (!(error instanceof PhoneFull)) throw error;
    saved.value = "full";
  }
}

/** Resolves with its id when the photo is on disk with the draft `owner`, which the resident may have left meanwhile. Throws
 *  PhoneFull: then nothing has changed. */
export async function addPhoto(picture: Picture, owner: string): Promise<string> {
  const photo: KeptPhoto = { ...picture, id: newId(), owner };
  await keeping(["drafts", "photos"], async (tx) => {
    const before = draft.peek().id === owner ? draft.peek() : await tx.objectStore("drafts").get(owner);
    if (!before) return; // thrown away meanwhile
    await Promise.all([tx.objectStore("photos").add(photo), tx.objectStore("drafts").put(withPhoto(before, photo.id))]);
  });
  if (draft.peek().id === owner) write(withPhoto(draft.peek(), photo.id)); // what was typed meanwhile stays
  return photo.id;
}

const withPhoto = (before: Draft, id: string): Draft => ({ ...before, photos: [...before.photos, id], touchedAt: Date.now() });

export async function removePhoto(id: string): Promise<void> {
  write({ photos: draft.peek().photos.filter((other) => other !== id) });
  await keeping(["photos"], (tx) => tx.objectStore("photos").delete(id));
}

/** The photos of a draft or of an unsent request, in no particular order. */
export function photosOf(owner: string): Promise<KeptPhoto[]> {
  return withShelf((db) => db.getAllFromIndex("photos", "owner", owner));
}

/** Throw a draft away, with its photos. */
export async function discard(id: string): Promise<void> {
  clearTimeout(timer);
  await remove(id);
  if (draft.peek().id === id) leave();
  await listDrafts();
}

async function remove(id: string): Promise<void> {
  const photos = await photosOf(id);
  await keeping(["drafts", "photos"], (tx) =>
    Promise.all([tx.objectStore("drafts").delete(id), ...photos.map((photo) => tx.objectStore("photos").delete(photo.id))]),
  );
}

/** The draft on the screen has become a request, or is gone: nothing of it may be saved again. */
export function leave(): void {
  clearTimeout(timer);
  draft.value = blank();
  saved.value = "empty";
}

/** Keep how this resident wants to be reached, for the next time. */
export function rememberReach({ name, phone, wish, noPhone }: Reach): Promise<unknown> {
  return keeping(["kv"], (tx) => tx.objectStore("kv").put({ name, phone, wish, noPhone }, REACH)).catch(() => {});
}

/** Look again at what lies on the phone. What was not touched for 30 days is forgotten: phones are shared. */
export async function listDrafts(now = Date.now()): Promise<void> {
  const kept = await withShelf((db) => db.getAll("drafts"));
  const isOld = ({ touchedAt }: Draft): boolean => now - touchedAt > KEPT_MS;
  for (const { id } of kept.filter(isOld)) await remove(id);
  drafts.value = kept.filter((each) => !isOld(each)).sort((a, b) => b.touchedAt - a.touchedAt);
}

globalThis.document?.addEventListener("visibilitychange", () => {
  if (document.hidden) void saveNow();
});
