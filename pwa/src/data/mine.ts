/** The requests that were made, or are followed, on this phone: what opens them, and what was last known of them, for reading
 *  without a network. */
import { computed, signal } from "@preact/signals";

import { withShelf } from "./db";
import type { Draft, KeptPhoto } from "./draft";
import { keeping } from "./keep";
import type { RequestForResident, State } from "./requests";
import { isArrived, isRefused, isUnanswered, listUnsent, refusedPhotos, unsent, type Unsent } from "./unsent";
import { categoryOf } from "./words";

export type Mine = {
  id: string;
  key: string | null; // opens it; null: it is the account's, asked on another phone
  madeAt: number; // ms
  description: string;
  category: string;
  place: string; // the community's name
  thumbs: ArrayBuffer[]; // JPEG, 200 px
  received: Received | null; // what the server said when it had it
  copy: RequestForResident | null; // as last seen
  copiedAt: number | null; // ms
  follows?: string; // as which follower: a neighbour asked for it
  seen?: number; // the version up to which its resident has looked; absent in rows of before
};

/** What the server answers to a new request, the first time and every time again. */
export type Received = { number: string; lookup_code: string; holder_name: string; sent_at: string; due_at: string | null };

declare module "./db" {
  interface Rows {
    mine: Mine;
  }
}

/** All of them, the newest first. */
export const mine = signal<readonly Mine[]>([]);

export type Group = "yours" | "failed" | "waiting" | "open" | "over";
const OVER: readonly State[] = ["closed", "declined", "withdrawn", "merged"];
const OPEN: readonly State[] = ["submitted", "accepted", "assigned", "in_progress"];

const tabs = globalThis.document && typeof BroadcastChannel === "function" ? new BroadcastChannel("linli.outbox") : null;
tabs?.addEventListener("message", () => void Promise.all([listUnsent(), listMine()]));

/** Where a request stands on the list: what needs the resident comes first, what sends itself after what failed to. */
export function groupOf(request: Mine, row: Unsent | undefined): Group {
  if (row && (isRefused(row) || isUnanswered(row))) return "failed";
  if (row && !isArrived(row)) return "waiting";
  if (row && refusedPhotos(row).length > 0) return "yours";
  if (row) return "waiting";
  const state = request.copy?.state ?? "submitted";
  if (request.copy?.following) return request.copy.following.rates ? "yours" : isOver(state) ? "over" : "open";
  if (state === "waiting" || state === "resolved") return "yours";
  return OPEN.includes(state) ? "open" : "over";
}

export type Item = { request: Mine; row: Unsent | undefined; steps: Unsent[] };

/** The list of /help: each request in one group, with what is still unsent of it. */
export const groups = computed<Record<Group, Item[]>>(() => {
  const sorted: Record<Group, Item[]> = { yours: [], failed: [], waiting: [], open: [], over: [] };
  for (const request of mine.value) {
    const row = unsent.value.find((other) => other.id === request.id);
    const steps = unsent.value.filter((other) => other.request === request.id && other.act !== "ask");
    const group = steps.some(isRefused) ? "failed" : groupOf(request, row);
    sorted[isAnswered(group, steps) ? "waiting" : group].push({ request, row, steps });
  }
  return sorted;
});

/** How many things wait for the resident: the number on the tab. */
export const needsYou = computed(() => groups.value.yours.length + groups.value.failed.length);

export const isOver = (state: State): boolean => OVER.includes(state);

export type News = { request: Mine; step: RequestForResident["steps"][number] };

/** What happened since its resident last looked, the newest first. What they did themselves is no news, and what needs them stands
 *  apart, with its last word. */
export const news = computed<readonly News[]>(() =>
  [...groups.value.waiting, ...groups.value.open, ...groups.value.over].flatMap(({ request }) => {
    const steps = [...(request.copy?.steps ?? [])].reverse();
    const step = steps.find(({ by, version }) => by !== "resident" && version > (request.seen ?? Infinity));
    return step ? [{ request, step }] : [];
  }).sort((a, b) => Date.parse(b.step.at) - Date.parse(a.step.at)),
);

/** Its resident has looked at it as it stands now. */
export async function lookedAt(id: string): Promise<void> {
  const isNew = await keeping(["mine"], async (tx) => {
    const row = await tx.objectStore("mine").get(id);
    if (!row?.copy || row.seen === row.copy.version) return false;
    await tx.objectStore("mine").put({ ...row, seen: row.copy.version });
    return true;
  });
  if (isNew) await changed();
}

/** From now on this phone follows what a neighbour asked for; `title` stands for words that are not told. */
export async function keepFollowed(id: string, key: string, follower: string, title: Pick<Mine, "description" | "category" | "place">): Promise<void> {
  const row: Mine = { ...title, id, key, follows: follower, madeAt: Date.now(), thumbs: [], received: null, copy: null, copiedAt: null, seen: 1 };
  await keeping(["mine"], (tx) => tx.objectStore("mine").put(row));
  await changed();
}

/** It is not this phone's any more: it was deleted, or is not followed. */
export async function forget(id: string): Promise<void> {
  await keeping(["mine"], (tx) => tx.objectStore("mine").delete(id));
  await changed();
}

/** What the resident has already answered, and only waits for a network, does not wait for them any more. */
const isAnswered = (group: Group, steps: Unsent[]): boolean =>
  group === "yours" && steps.some(({ act }) => act === "rate" || act === "answer" || act === "confirm" || act === "reopen" || act === "withdraw");

export function asMine(draft: Draft, photos: KeptPhoto[], madeAt: number): Mine {
  return {
    id: draft.id, key: draft.key, madeAt, description: draft.description.trim(), category: categoryOf(draft),
    place: draft.place?.name ?? "", thumbs: photos.map((photo) => photo.thumb), received: null, copy: null, copiedAt: null,
  };
}

export async function listMine(): Promise<void> {
  const rows = await withShelf((db) => db.getAll("mine"));
  mine.value = rows.sort((a, b) => newest(b) - newest(a));
}

/** What the server says of requests; those of the account that this phone did not know are added. */
export async function keepCopies(copies: readonly RequestForResident[], now = Date.now()): Promise<void> {
  await keeping(["mine"], async (tx) => {
    for (const copy of copies) {
      const known = await tx.objectStore("mine").get(copy.id);
      const seen = known?.seen ?? known?.copy?.version ?? (known ? 1 : copy.version);
      await tx.objectStore("mine").put({ ...(known ?? unknown(copy)), copy, copiedAt: now, seen });
      const into = copy.merged_into; // it goes on under another id, which its key opens too
      if (!into || !known || (await tx.objectStore("mine").getKey(into))) continue;
      await tx.objectStore("mine").put({ ...known, id: into, follows: copy.id, received: null, copy: null, copiedAt: null, seen: 1 });
    }
  });
  await listMine();
}

/** Look again at what lies on the phone, and tell the other tabs to. */
export async function changed(): Promise<void> {
  tabs?.postMessage("changed");
  await Promise.all([listUnsent(), listMine()]);
}

function unknown(copy: RequestForResident): Mine {
  return {
    id: copy.id, key: null, madeAt: Date.parse(copy.written_at ?? copy.sent_at), description: copy.description,
    category: copy.category, place: copy.place_name, thumbs: [], received: null, copy: null, copiedAt: null,
  };
}

const newest = ({ copy, madeAt }: Mine): number => Date.parse(copy?.steps[copy.steps.length - 1]?.at ?? "") || madeAt;
