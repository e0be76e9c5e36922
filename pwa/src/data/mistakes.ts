/** What the resident said is wrong with a service: kept on the phone, sent when there is a network, once. No name goes with it.
 *  The bytes are written down before the first attempt, so that a second one is the same report. */
import { signal } from "@preact/signals";

import { Refused, send } from "./api";
import { withShelf } from "./db";
import { newId } from "./ids";
import { keeping } from "./keep";
import { whenBack } from "./network";

export const KINDS = ["hours", "phone", "address", "closed", "other"] as const;
export type Kind = (typeof KINDS)[number];
export type Report = {
  id: string;
  service: string;
  kind: Kind;
  body: string; // the JSON that is sent
  at: number; // ms
  sent: boolean; // the server has it, or never will
};

export const LONGEST = 500; // characters of words
const KEPT = "mistakes"; // in the store of single values
const SHOWN_MS = 30 * 86_400_000; // how long a report that was sent stays on this phone
const AGAIN_MS = 60_000;

/** All that is kept here, the newest first. */
export const reports = signal<readonly Report[]>([]);
let sending: Promise<void> | null = null;
let isWanted = false;
let timer = 0;

/** Keep it and send it as soon as possible. Resolves when it is on disk. Throws PhoneFull. */
export async function report(service: string, kind: Kind, words: string, now = Date.now()): Promise<void> {
  const body = JSON.stringify({ kind, words: words.trim() });
  await change((kept) => [{ id: newId(), service, kind, body, at: now, sent: false }, ...kept]);
  void sendReports();
}

/** Reads what is kept, and sends what is not sent yet; again whenever there may be a network. */
export function startReports(now = Date.now()): void {
  void change((kept) => kept.filter((one) => !one.sent || now - one.at < SHOWN_MS)).then(sendReports, () => {});
  whenBack(() => void sendReports());
}

/** Sends what waits; one pass at a time, and another when it was asked for meanwhile: the network may just have come. */
export function sendReports(): Promise<void> {
  isWanted = true;
  sending ??= passes().finally(() => {
    sending = null;
  });
  return sending;
}

async function passes(): Promise<void> {
  while (isWanted) {
    isWanted = false;
    await pass();
  }
}

async function pass(): Promise<void> {
  clearTimeout(timer);
  for (const one of reports.peek().filter(({ sent }) => !sent)) {
    if (await isSettled(one)) await change((kept) => kept.map((other) => (other.id === one.id ? { ...other, sent: true } : other)));
    else timer = globalThis.setTimeout(() => void sendReports(), AGAIN_MS) as unknown as number;
  }
}

/** One attempt. A service that is gone, or bytes that are refused, will not get better. */
async function isSettled({ service, id, body }: Report): Promise<boolean> {
  try {
    await send(`/api/services/${service}/mistakes/${id}`, { method: "PUT", body, headers: { "Content-Type": "application/json" } });
    return true;
  } catch (error) {
    return error instanceof Refused && error.status >= 400 && error.status < 500 && ![401, 403, 408, 429].includes(error.status);
  }
}

async function change(next: (kept: readonly Report[]) => readonly Report[]): Promise<void> {
  await keeping(["kv"], async (tx) => {
    const store = tx.objectStore("kv");
    reports.value = next(((await store.get(KEPT)) as Report[] | undefined) ?? []);
    await store.put(reports.peek(), KEPT);
  });
}

/** What is kept, for a screen that is opened before the rest has started. */
export async function readReports(): Promise<void> {
  reports.value = ((await withShelf((db) => db.get("kv", KEPT))) as Report[] | undefined) ?? [];
}
