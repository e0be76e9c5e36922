/** An interviewer's round on this phone: the doors handed to her and what came of each, kept for days without a network. What is
 *  finished lies frozen in the outbox, which sends it once under the session of whoever brought it; of its answers nothing else stays. */
import { batch, computed, signal } from "@preact/signals";

import type { Group } from "./answers";
import { answer, api } from "./api";
import { withShelf } from "./db";
import { newId } from "./ids";
import { keeping } from "./keep";
import { askToBeWoken, askToStay, sender } from "./outbox";
import type { Answers, Form } from "./questionnaire";
import { me } from "./session";
import { TYPED } from "./typed";
import { isRefused, listUnsent, unsent, type Unsent } from "./unsent";
import { type Act, asBegun, type Begun, countOf, type Door, momentOf, recoded, type Result, type Round, roundNow, type RoundWave, saidIn, sheetRow, tryRow } from "./visit-rows";

const ROUND = `${TYPED}visit:round`; // the prefix is what a signing out takes away
const BEGUN = `${TYPED}visit:begun:`;
const ACT = `${TYPED}visit:act:`;

export const round = signal<Round | null>(null);
export const begun = signal<readonly Begun[]>([]);
export const acts = signal<readonly Act[]>([]);

/** What is finished and has not left: sheets and tries, the refused ones too, also after a signing out and in again. */
export const waiting = computed(() => unsent.value.filter((row) => row.by !== undefined && row.by === me.value?.id));
export const refused = computed(() => waiting.value.filter(isRefused));
export const count = computed(() => countOf(unsent.value, acts.value, me.value?.id));

/** What lies on this phone. A round of somebody else, or of a survey that is over, is not there any more. */
export async function openRound(now = Date.now()): Promise<void> {
  const kept = (await withShelf((db) => db.get("kv", ROUND))) as Round | undefined;
  round.value = roundNow(kept, me.peek()?.id, now);
  if (kept && kept.by === me.peek()?.id && round.value?.waves.length !== kept.waves.length) await keepRound(round.value);
  await look();
}

/** What waits is read first: a sheet counts as sent only when it is known to wait no more. */
async function look(): Promise<void> {
  const [sheets, done] = await withShelf((db) =>
    Promise.all([
      db.getAll("kv", IDBKeyRange.bound(BEGUN, `${BEGUN}~`)) as Promise<Begun[]>,
      db.getAll("kv", IDBKeyRange.bound(ACT, `${ACT}~`)) as Promise<Act[]>,
    ]),
  );
  await listUnsent();
  batch(() => {
    begun.value = sheets.map(asBegun).filter(({ by }) => by === mine());
    acts.value = done.filter(({ by }) => by === mine());
  });
}

/** Take the doors along, with what is asked at each. A survey that is over goes, but for what has not been sent.
 *  Throws Refused, Unreachable, PhoneFull. */
export async function fetchRound(now = Date.now()): Promise<void> {
  const { items } = await answer(api.GET("/api/desk/visits"));
  const waves = await Promise.all(
    items.map(async (wave) => {
      const { questionnaire } = await answer(api.GET("/api/waves/{wave_id}", { params: { path: { wave_id: wave.id } } }));
      return { ...wave, forms: questionnaire as unknown as Record<Group, Form> };
    }),
  );
  await keepRound({ by: me.peek()?.id ?? "", at: now, waves });
  await openRound(now);
  void askToStay();
}

async function keepRound(next: Round | null): Promise<void> {
  const goes = (wave: string): boolean => !next?.waves.some(({ id }) => id === wave);
  await keeping(["kv"], async (tx) => {
    const kv = tx.objectStore("kv");
    for (const prefix of [BEGUN, ACT]) {
      const keys = await kv.getAllKeys(IDBKeyRange.bound(prefix, `${prefix}~`));
      for (const key of keys) if (goes(((await kv.get(key)) as Begun | Act).wave)) await kv.delete(key);
    }
    await (next ? kv.put(next, ROUND) : kv.delete(ROUND));
  });
}

export const waveOf = (id: string): RoundWave | undefined => round.value?.waves.find((wave) => wave.id === id);
export const begunAt = (unit: string): Begun | undefined => begun.value.find((sheet) => sheet.unit === unit);
export const actsAt = (unit: string): Act[] => acts.value.filter((act) => act.unit === unit);
export const isAnswered = (door: Door): boolean => door.answered || actsAt(door.id).some(({ what }) => what === "answered");

/** A door and its survey. */
export function doorOf(unit: string): { door: Door; wave: RoundWave } | null {
  for (const wave of round.value?.waves ?? []) {
    const door = wave.units.find(({ id }) => id === unit);
    if (door) return { door, wave };
  }
  return null;
}

/** Whether a sheet with this code is finished on this phone and has not left. */
export function isKeptHere(code: string): boolean {
  return waiting.value.some((row) => saidIn(row)?.code === code);
}

/** A new sheet, on the disk. Throws PhoneFull. */
export async function begin(start: Pick<Begun, "wave" | "unit" | "group" | "code" | "mode">): Promise<Begun> {
  const sheet: Begun = { ...start, shape: 1, id: newId(), answers: {}, at: null, begunAt: new Date().toISOString(), by: mine() };
  await put(sheet);
  return sheet;
}

/** On the screen at once, on the disk when it resolves. Throws PhoneFull. */
export async function change(id: string, news: Partial<Pick<Begun, "answers" | "at">>): Promise<void> {
  const sheet = begun.peek().find((other) => other.id === id);
  if (sheet) await put({ ...sheet, ...news });
}

async function put(sheet: Begun): Promise<void> {
  begun.value = [...begun.peek().filter(({ id }) => id !== sheet.id), sheet];
  await keeping(["kv"], (tx) => tx.objectStore("kv").put(sheet, BEGUN + sheet.id));
}

/** The household changed its mind, or the sheet was begun by mistake. */
export async function forgetBegun(id: string): Promise<void> {
  await keeping(["kv"], (tx) => tx.objectStore("kv").delete(BEGUN + id));
  begun.value = begun.peek().filter((sheet) => sheet.id !== id);
}

/** Finished: from here its exact bytes wait to be sent, and nobody on this phone can look at them any more. `answers` holds only
 *  what was shown; `note` names the door for whoever must decide about it. Throws PhoneFull. */
export async function finish(sheet: Begun, answers: Answers, note: string, now = Date.now()): Promise<void> {
  const { id, wave, unit, by } = sheet;
  await keeping(["kv", "outbox"], async (tx) => {
    const kv = tx.objectStore("kv");
    if (!(await kv.getKey(BEGUN + id))) return; // pressed twice
    await tx.objectStore("outbox").put(sheetRow(sheet, answers, note, now));
    await kv.put({ ...momentOf(now), shape: 1, id, wave, unit, what: "answered", by } satisfies Act, ACT + id);
    await kv.delete(BEGUN + id);
  });
  await after();
}

/** Nobody opened, somebody refused, nobody lives there: told apart from answers, by the day and a part of it. Throws PhoneFull. */
export async function keepTry(wave: string, unit: string, what: Result, note: string, now = Date.now()): Promise<void> {
  const act: Act = { ...momentOf(now), shape: 1, id: newId(), wave, unit, what, by: mine() };
  await keeping(["kv", "outbox"], async (tx) => {
    await tx.objectStore("outbox").put(tryRow(act, note, now));
    await tx.objectStore("kv").put(act, ACT + act.id);
  });
  await after();
}

/** A sheet that was refused for its code goes once more, with the right one. Its answers stay unseen. Throws PhoneFull. */
export async function sendWithCode(refusedRow: Unsent, code: string, now = Date.now()): Promise<void> {
  const again = recoded(refusedRow, newId(), code, now);
  if (!again) return;
  await keeping(["kv", "outbox"], async (tx) => {
    const [outbox, kv] = [tx.objectStore("outbox"), tx.objectStore("kv")];
    const act = (await kv.get(ACT + refusedRow.id)) as Act | undefined;
    await Promise.all([outbox.delete(refusedRow.id), outbox.put(again), kv.delete(ACT + refusedRow.id)]);
    if (act) await kv.put({ ...act, id: again.id }, ACT + again.id);
  });
  await after();
}

/** Refused for good, and the interviewer says that it may go: nothing of it stays. The door is open again, unless somebody else
 *  has answered for it. */
export async function letGo(refusedRow: Unsent): Promise<void> {
  if (!isRefused(refusedRow)) return;
  await keeping(["kv", "outbox"], (tx) =>
    Promise.all([tx.objectStore("outbox").delete(refusedRow.id), tx.objectStore("kv").delete(ACT + refusedRow.id)]),
  );
  await after();
}

async function after(): Promise<void> {
  await look();
  void askToBeWoken();
  sender.wake();
}

/** Who brings it: also when the session ends while a household has the phone. */
const mine = (): string => me.peek()?.id ?? round.peek()?.by ?? "";
