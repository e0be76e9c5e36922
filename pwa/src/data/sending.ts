/** Sends what waits: one page of this origin at a time, words before photos, each photo confirmed by itself. Never in the service
 *  worker: some phones hand it empty bodies, and most never run it without a page. */
import { computed, effect, signal } from "@preact/signals";

import { Refused, renewal, send, Unreachable } from "./api";
import { isFinal, pauseAfter, pauseAsked } from "./backoff";
import { city } from "./city";
import { withShelf } from "./db";
import { confirm, finish, freeze, isOutstanding, isWords, postpone, refuse, sendable } from "./ledger";
import { changed, type Received } from "./mine";
import { whenBack } from "./network";
import { sender } from "./outbox";
import { me } from "./session";
import { isArrived, listUnsent, type Part, unsent, type Unsent } from "./unsent";
import { problemOf, type Reply, upload } from "./upload";

const LOCK = "linli.outbox";
const PATIENCE_MS = 60_000; // some browsers leave a lock with a page that is asleep; the server bears two senders

/** What is on its way just now: of which row, which part, and how many of its bytes. */
export const underway = signal<{ id: string; part: number; sent: number } | null>(null);

const who = computed(() => me.value?.id);
let timer: ReturnType<typeof setTimeout> | undefined;
let isAsked = false;
let isEager = false;
let quietUntil = 0; // ms; after "no network" the timer tries nothing before
let silences = 0; // questions without an answer, in a row

/** From now on things send themselves: now, and whenever there may be a network. Call once. */
export function startSending(): void {
  const eagerly = () => void wake(true);
  sender.wake = () => void wake();
  whenBack(eagerly);
  addEventListener("pageshow", (event) => event.persisted && eagerly());
  navigator.serviceWorker?.addEventListener("message", (event) => {
    if ((event.data as { type?: string } | null)?.type === "SEND") eagerly();
  });
  effect(() => {
    if (unsent.value) void setTimer(); // also when another tab, perhaps closed since, has left something
  });
  void changed();
  effect(() => {
    void who.value; // whose session it is: what staff kept when the last one ended goes now
    eagerly();
  });
}

/** Sends what is due; eagerly also what still pauses, but never what the server asked to wait for. A call while somebody
 *  sends is remembered, not lost. */
export async function wake(eagerly = false): Promise<void> {
  isEager ||= eagerly;
  if (isAsked) return;
  isAsked = true;
  try {
    await alone(async () => {
      const all = isEager;
      isAsked = isEager = false;
      await drain(all);
    });
  } catch (error) {
    isAsked = false; // a lock that was refused must not silence us for good
    throw error;
  }
}

/** Does the work while no other page does it; without locks, or when one is stuck, all the same. */
async function alone(work: () => Promise<void>): Promise<void> {
  if (!navigator.locks) return work();
  const patience = new AbortController();
  const limit = setTimeout(() => patience.abort(), PATIENCE_MS);
  const taken = () => {
    clearTimeout(limit);
    return work();
  };
  try {
    await navigator.locks.request(LOCK, { signal: patience.signal }, taken);
  } catch (error) {
    if (!patience.signal.aborted) throw error;
    await work();
  }
}

/** All words before any photo: a photo on a bad line must not hold up what somebody asked for. */
async function drain(all: boolean): Promise<void> {
  try {
    if ((await due(all)).length === 0 || !(await isServerThere())) return;
    for (const row of await due(all)) await sendParts(row, row.parts.filter(isWords));
    for (const row of await due(all)) if (isArrived(row)) await sendParts(row, row.parts);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
  } finally {
    underway.value = null;
    await listUnsent();
  }
}

/** Asked before anything leaves: as long as there is no network, no bytes are frozen, and what waits can still be changed. */
async function isServerThere(): Promise<boolean> {
  try {
    const answer = await (await send("/api/city", { cache: "no-store" })).json();
    if ((answer as { code?: string }).code === city.code) {
      silences = quietUntil = 0;
      return true;
    }
  } catch (error) {
    if (!(error instanceof Unreachable || error instanceof Refused || error instanceof SyntaxError)) throw error;
  }
  quietUntil = Date.now() + pauseAfter(silences++);
  return false;
}

async function due(all: boolean): Promise<Unsent[]> {
  const now = Date.now();
  return (await sendable()).filter((row) => row.notBefore <= now && (all || row.nextTry <= now));
}

/** Sends what is outstanding of these parts, and clears the row when that was all. Throws Unreachable, with the pause noted. */
async function sendParts(row: Unsent, parts: Part[]): Promise<void> {
  for (const part of parts.filter(isOutstanding)) {
    if (!(await freeze(row.id))) return;
    const bytes = part.bytes ?? (await withShelf((db) => db.get("photos", part.photo ?? "")))?.bytes;
    if (bytes) {
      underway.value = { id: row.id, part: row.parts.indexOf(part), sent: 0 };
      if (!(await sendPart(row, part, bytes))) return;
    } else {
      await refuse(row.id, part.path, { type: "lost", title: "", status: 0 }); // the browser threw the photo away
    }
  }
  await finish(row.id);
}

/** One attempt; gives whether to go on with the next part. */
async function sendPart(row: Unsent, part: Part, bytes: ArrayBuffer): Promise<boolean> {
  const parcel = { path: part.path, type: part.type, bytes, key: row.key };
  const onProgress = (sent: number) => {
    if (underway.value) underway.value = { ...underway.value, sent };
  };
  try {
    let reply = await upload(parcel, onProgress);
    if (reply.status === 401 && (await renewal.renew?.())) reply = await upload(parcel, onProgress);
    return await note(row, part, reply);
  } catch (error) {
    if (error instanceof Unreachable) quietUntil = Date.now() + (await postpone(row.id, 0));
    throw error;
  }
}

async function note(row: Unsent, part: Part, reply: Reply): Promise<boolean> {
  const isNo = isFinal(reply.status, reply.type);
  if (isConfirmed(part, reply) || (isNo && row.fineIfGone)) {
    await confirm(row.id, part.path, row.act === "ask" && isWords(part) ? (reply.body as Received) : null);
    return true;
  }
  if (!isNo) {
    await postpone(row.id, pauseAsked(reply.retryAfter, Date.now()));
    return false;
  }
  await refuse(row.id, part.path, problemOf(reply));
  return !isWords(part); // a refused photo does not hold up the next one
}

/** Only the server's own answer about this very thing confirms it: a hotel's login page says 200 too. */
function isConfirmed(part: Part, { status, body }: Reply): boolean {
  const id = (body as { id?: string } | null)?.id;
  return status >= 200 && status < 300 && id !== undefined && part.path.endsWith(`/${id}`);
}

/** One timer for the earliest next try. It is set at every start too: a page that was killed has left none. */
async function setTimer(): Promise<void> {
  clearTimeout(timer);
  const rows = (await sendable()).filter((row) => row.parts.some(isOutstanding));
  if (rows.length === 0) return;
  const next = Math.min(...rows.map((row) => Math.max(row.nextTry, row.notBefore, quietUntil)));
  timer = setTimeout(() => void wake(), Math.max(20, next - Date.now()));
}
