/** What the server knows of the requests of this phone, and of one that was looked up by its number. */
import { signal } from "@preact/signals";

import { answer, api, Refused, send } from "./api";
import type { components } from "./api.gen";
import { isOver, keepCopies, type Mine, mine } from "./mine";
import { me } from "./session";

export type RequestForResident = components["schemas"]["RequestForResident"];
export type StepSeen = RequestForResident["steps"][number];
export type State = RequestForResident["state"];

/** Number and code open a request for reading, on anybody's phone. Kept in this page only, never on the phone. */
type LookedUp = { id: string; number: string; code: string };

export const lookedUp = signal<LookedUp | null>(null);

const AT_ONCE = 4;
const MOST_PAGES = 5;
const SETTLED_MS = 24 * 3_600_000; // what is over is asked for once a day

/** Ask for everything that may have changed. Throws Unreachable; what was learnt before stays. */
export async function refreshMine(now = Date.now()): Promise<void> {
  const account = me.peek() ? await listOfAccount() : [];
  const known = new Set(account.map((copy) => copy.id));
  const wanted = mine.peek().filter((request) => !known.has(request.id) && isWorthAsking(request, now));
  const copies: RequestForResident[] = [];
  for (let first = 0; first < wanted.length; first += AT_ONCE) {
    const some = await Promise.all(wanted.slice(first, first + AT_ONCE).map((request) => fetchOne(request.id, request.key)));
    copies.push(...some.filter((copy) => copy !== null));
  }
  await keepCopies([...account, ...copies], now);
}

/** One request as it is now; null when it is none of ours (any more). Kept for reading offline, unless it was only
 *  looked up. Throws Unreachable. */
export async function readRequest(id: string): Promise<RequestForResident | null> {
  const known = mine.peek().find((request) => request.id === id);
  const copy = await fetchOne(id, known?.key ?? null);
  if (copy && (known || me.peek())) await keepCopies([copy]);
  return copy;
}

/** Find a request by the number and code that were read out or photographed. Throws Unreachable, or Refused: the same
 *  neutral words whatever was wrong. */
export async function lookUp(number: string, code: string): Promise<string> {
  const { id } = await answer(api.POST("/api/requests/lookup", { body: { number, code } }));
  lookedUp.value = { id, number, code };
  return id;
}

/** The bytes of a photo, JPEG, at most `size` px on its long side. Throws Unreachable or Refused. */
export async function photoBytes(request: string, photo: string, size: 400 | 1600): Promise<ArrayBuffer> {
  const key = mine.peek().find((other) => other.id === request)?.key ?? null;
  const response = await send(`/api/requests/${request}/photos/${photo}/${size}`, { headers: opening(request, key) });
  return response.arrayBuffer();
}

/** The check digit that the city puts behind a number (ISO 7064 MOD 11,10): a slip of the finger is found without asking. */
export function isNumber(text: string): boolean {
  if (!/^\d{10,}$/.test(text)) return false;
  const product = [...text.slice(0, -1)].reduce((before, digit) => ((((Number(digit) + before) % 10) || 10) * 2) % 11, 10);
  return (11 - product) % 10 === Number(text[text.length - 1]);
}

/** As it is read out: year and month, then the rest. */
export function readable(number: string): string {
  return `${number.slice(0, 4)}-${number.slice(4)}`;
}

function isWorthAsking({ key, received, copy, copiedAt, follows }: Mine, now: number): boolean {
  if (!key || (!received && !copy && !follows)) return false; // the account lists its own; what has not arrived is not there
  return !(copy && isOver(copy.state)) || now - (copiedAt ?? 0) > SETTLED_MS;
}

/** Nothing when the session is over: what was seen before stays. */
async function listOfAccount(): Promise<RequestForResident[]> {
  try {
    return await pagesOfAccount();
  } catch (error) {
    if (error instanceof Refused && error.status === 401) return [];
    throw error;
  }
}

async function pagesOfAccount(): Promise<RequestForResident[]> {
  const found: RequestForResident[] = [];
  let cursor: string | null | undefined;
  for (let page = 0; page < MOST_PAGES && cursor !== null; page++) {
    const next = await answer(api.GET("/api/requests", { params: { query: cursor ? { cursor } : {} } }));
    found.push(...next.items);
    cursor = next.next_cursor ?? null;
  }
  return found;
}

/** What was read last in this page, and its mark: what has not changed is not sent again. */
const lastRead = new Map<string, { tag: string; copy: RequestForResident }>();

async function fetchOne(id: string, key: string | null): Promise<RequestForResident | null> {
  const last = lastRead.get(id);
  const headers = { ...opening(id, key), ...(last && { "If-None-Match": last.tag }) };
  try {
    const { data, response } = await api.GET("/api/requests/{request_id}", { params: { path: { request_id: id } }, headers });
    if (response.status === 304 && last) return last.copy;
    const tag = response.headers.get("etag");
    if (data && tag) lastRead.set(id, { tag, copy: data });
    return data ?? null;
  } catch (error) {
    if (error instanceof Refused && [401, 404].includes(error.status)) return null;
    throw error;
  }
}

/** What opens a request: its key, the number and code, or else the session's cookie. */
export function opening(id: string, key: string | null): Record<string, string> {
  if (key) return { "Linli-Key": key };
  const found = lookedUp.peek();
  return found?.id === id ? { "Linli-Number": found.number, "Linli-Code": found.code } : {};
}
