/** Calls that are finished, until the server has them: frozen bytes under their own id, on the disk before the first attempt, so
 *  that a cut line or a reload neither loses nor doubles one. They outlive a signing out; nobody signs out over them. */
import { computed, signal } from "@preact/signals";

import { Refused, send, Unreachable, type Problem } from "../../data/api";
import { isFinal, pauseAfter } from "../../data/backoff";
import { withShelf } from "../../data/db";
import { keeping } from "../../data/keep";
import { whenBack } from "../../data/network";
import { me } from "../../data/session";
import { bodyOf, type Call } from "./call";
import type { Taken } from "./data";

export type Finished = {
  call: Call;
  bytes: ArrayBuffer;
  by: string; // whose session sends it
  byName: string;
  incomplete: boolean;
  taken: Taken | null; // what the server said
  problem: Problem | null; // the server will not take these bytes
};

const PREFIX = "intake:";
const LOCK = "linli.intake";
const keyOf = (id: string): string => PREFIX + id;

/** Everything finished on this machine that is not done with, the oldest first. */
export const finished = signal<readonly Finished[]>([]);
export const unsent = computed(() => finished.value.filter(({ taken, problem }) => !taken && !problem));
/** Whether the last attempt found no server. */
export const isCut = signal(false);

let timer: ReturnType<typeof setTimeout> | undefined;
let silences = 0;

/** Resolves when it is on disk and was tried once. Throws PhoneFull. Pressed twice, the bytes of the first press stand. */
export async function finish(call: Call, incomplete: boolean): Promise<void> {
  const bytes = new TextEncoder().encode(JSON.stringify(bodyOf(call, incomplete))).buffer as ArrayBuffer;
  const { id: by = "", name: byName = "" } = me.peek() ?? {};
  const row: Finished = { call, bytes, by, byName, incomplete, taken: null, problem: null };
  await keeping(["kv"], async (tx) => {
    const kv = tx.objectStore("kv");
    if (!(await kv.getKey(keyOf(call.id)))) await kv.put(row, keyOf(call.id));
  });
  await deliver();
}

/** Done with: the number was read out, or what was refused is written anew. */
export async function forget(id: string): Promise<void> {
  await keeping(["kv"], (tx) => tx.objectStore("kv").delete(keyOf(id)));
  await list();
}

/** Sends what waits, one after the other, one page at a time. */
export async function deliver(): Promise<void> {
  await (navigator.locks ? navigator.locks.request(LOCK, sendAll) : sendAll());
}

async function sendAll(): Promise<void> {
  clearTimeout(timer);
  await list();
  try {
    for (const row of unsent.peek()) if (row.by === me.peek()?.id) await sendOne(row);
    silences = 0;
    isCut.value = false;
  } catch (error) {
    if (!(error instanceof Unreachable || error instanceof Refused)) throw error;
    isCut.value = error instanceof Unreachable;
    timer = setTimeout(() => void deliver(), pauseAfter(silences++));
  }
  await list();
}

/** One attempt. Throws Unreachable, or Refused where the same bytes may be taken later. */
async function sendOne(row: Finished): Promise<void> {
  const { id } = row.call;
  const init = { method: "PUT", headers: { "Content-Type": "application/json" }, body: row.bytes };
  try {
    const taken = (await (await send(new URL(`/api/desk/intake/${id}`, location.origin).href, init)).json()) as Taken;
    if (taken.id !== id) throw new Unreachable("another's page answered");
    await change({ ...row, taken });
  } catch (error) {
    if (error instanceof SyntaxError) throw new Unreachable(String(error));
    if (!(error instanceof Refused) || !isFinal(error.status, "application/problem+json")) throw error;
    await change({ ...row, problem: error.problem });
  }
}

async function change(row: Finished): Promise<void> {
  await keeping(["kv"], (tx) => tx.objectStore("kv").put(row, keyOf(row.call.id)));
}

async function list(): Promise<void> {
  const rows = (await withShelf((db) => db.getAll("kv", IDBKeyRange.bound(PREFIX, `${PREFIX}~`))).catch(() => [])) as Finished[];
  finished.value = rows.sort((a, b) => a.call.begunAt - b.call.begunAt);
}

/** To be asked before signing out: has everything left? */
export async function allSent(): Promise<boolean> {
  await deliver();
  return unsent.peek().every(({ by }) => by !== me.peek()?.id);
}

if (globalThis.document) {
  whenBack(() => void deliver());
  void list().then(() => {
    if (unsent.peek().length) void deliver();
  });
}
