/** What has become of each unsent thing, written down before and after every attempt, so that a page that is killed in between
 *  goes on where it was. */
import type { Problem } from "./api";
import { pauseAfter } from "./backoff";
import { withShelf } from "./db";
import { keeping } from "./keep";
import { changed, type Received } from "./mine";
import { me } from "./session";
import { isArrived, isRefused, listUnsent, type Part, type Unsent } from "./unsent";

export const isWords = (part: Part): boolean => part.photo === null;
export const isOutstanding = (part: Part): boolean => !part.done && part.refused === null;

/** What could be sent if there is a network, oldest first. A step cannot arrive before its request. */
export async function sendable(): Promise<Unsent[]> {
  const rows = await withShelf((db) => db.getAllFromIndex("outbox", "madeAt"));
  const theirs = (row: Unsent): boolean => row.by === undefined || row.by === me.peek()?.id;
  return rows.filter((row) => theirs(row) && !isRefused(row) && rows.every((other) => other.id !== row.request || other === row || isArrived(other)));
}

/** Marks the bytes as unchangeable, on disk, before they first leave. False when the row has been taken back. */
export function freeze(id: string): Promise<boolean> {
  return keeping(["outbox"], async (tx) => {
    const row = await tx.objectStore("outbox").get(id);
    if (row && !row.begun) await tx.objectStore("outbox").put({ ...row, begun: true });
    return row !== undefined;
  });
}

/** The server has this part. For the words of a request also what it answered: number, code, who acts. */
export function confirm(id: string, path: string, received: Received | null): Promise<void> {
  return change(id, path, { done: true }, received);
}

/** The server will never take these bytes. */
export function refuse(id: string, path: string, problem: Problem): Promise<void> {
  return change(id, path, { refused: problem }, null);
}

async function change(id: string, path: string, news: Partial<Part>, received: Received | null): Promise<void> {
  await keeping(["outbox", "mine"], async (tx) => {
    const row = await tx.objectStore("outbox").get(id);
    if (!row) return;
    const parts = row.parts.map((part) => (part.path === path ? { ...part, ...news } : part));
    await tx.objectStore("outbox").put({ ...row, parts, tries: 0, nextTry: 0, notBefore: 0 });
    const mine = received && (await tx.objectStore("mine").get(id));
    if (mine) await tx.objectStore("mine").put({ ...mine, received });
  });
  await changed();
}

/** Again later: after a pause that grows, and not before the server wishes (ms from now). Gives the pause in ms. */
export async function postpone(id: string, asked: number): Promise<number> {
  const pause = await keeping(["outbox"], async (tx) => {
    const row = await tx.objectStore("outbox").get(id);
    if (!row) return 0;
    const [now, wait] = [Date.now(), Math.max(asked, pauseAfter(row.tries))];
    await tx.objectStore("outbox").put({ ...row, tries: row.tries + 1, nextTry: now + wait, notBefore: asked && now + asked });
    return wait;
  });
  await listUnsent();
  return pause;
}

/** The copy goes only when everything is confirmed, words and photos; a refused photo waits for its resident. */
export async function finish(id: string): Promise<void> {
  const isOver = await keeping(["outbox", "photos"], async (tx) => {
    const row = await tx.objectStore("outbox").get(id);
    if (!row?.parts.every((part) => part.done)) return false;
    const photos = row.parts.flatMap((part) => part.photo ?? []);
    await Promise.all(photos.map((photo) => tx.objectStore("photos").delete(photo)));
    await tx.objectStore("outbox").delete(id);
    return true;
  });
  if (isOver) await changed();
}
