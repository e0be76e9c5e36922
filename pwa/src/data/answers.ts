/** Answer sheets of surveys on this phone: kept after every answer, resumed where one stopped, handed in exactly once. Of a sheet
 *  that was handed in, nothing stays but that it was. */
import { signal } from "@preact/signals";

import { withShelf } from "./db";
import { newId } from "./ids";
import { keeping } from "./keep";
import { sender } from "./outbox";
import type { Answers, Value } from "./questionnaire";
import { isRefused, listUnsent, type Unsent, unsent } from "./unsent";
import { bytesOf } from "./words";

export type Group = "residents" | "migrants" | "units";

export type Sheet = {
  id: string; // of the wave: one sheet a wave on a phone
  group: Group;
  division: string; // of an open answer; a code knows its own
  code: string | null; // null: an open answer
  begunAt: string; // RFC 3339: a sheet begun before the close may still come in after it
  answers: Answers;
  at: string | null; // the question on the screen
  handedIn: false;
};
export type HandedIn = { id: string; invited: boolean; handedIn: true };
export type Start = Pick<Sheet, "id" | "group" | "division" | "code">;

declare module "./db" {
  interface Rows {
    answers: Sheet | HandedIn;
  }
}

/** Every sheet on this phone. */
export const sheets = signal<readonly (Sheet | HandedIn)[]>([]);

export async function listSheets(): Promise<void> {
  sheets.value = await withShelf((db) => db.getAll("answers"));
}

/** The sheet of a wave that is being filled in. */
export function sheetOf(wave: string): Sheet | null {
  const kept = sheets.value.find((sheet) => sheet.id === wave);
  return kept && !kept.handedIn ? kept : null;
}

/** What was handed in of a wave from this phone, if anything. */
export function handedInOf(wave: string): HandedIn | null {
  const kept = sheets.value.find((sheet) => sheet.id === wave);
  return kept?.handedIn ? kept : null;
}

/** The sheet of a wave that still waits to be sent, or was refused; the last one, if there are two. */
export function unsentOf(wave: string): Unsent | null {
  return unsent.value.filter((row) => row.act === "sheet" && row.request === wave).pop() ?? null;
}

/** A new sheet, kept. An earlier one of the same wave is replaced. Throws PhoneFull. */
export function beginSheet(start: Start): Promise<void> {
  return put({ ...start, begunAt: new Date().toISOString(), answers: {}, at: null, handedIn: false });
}

/** On the screen at once, on the disk when it resolves: nothing that was answered is lost after. Throws PhoneFull. */
export async function changeSheet(wave: string, change: Partial<Sheet>): Promise<void> {
  const sheet = sheetOf(wave);
  if (sheet) await put({ ...sheet, ...change });
}

/** One answer. Throws PhoneFull. */
export async function answerQuestion(wave: string, question: string, value: Value): Promise<void> {
  const sheet = sheetOf(wave);
  if (sheet) await put({ ...sheet, answers: { ...sheet.answers, [question]: value } });
}

async function put(sheet: Sheet): Promise<void> {
  sheets.value = [...sheets.peek().filter((other) => other.id !== sheet.id), sheet];
  await keeping(["answers"], (tx) => tx.objectStore("answers").put(sheet));
}

/** Hand in: from here its exact bytes are sent until the server has them. `answers` holds only what was shown. Throws PhoneFull. */
export async function handIn(sheet: Sheet, answers: Answers, now = Date.now()): Promise<void> {
  const { id, group, division, code, begunAt } = sheet;
  const bytes = bytesOf({ group, division: code ? "" : division, answers, code, mode: "web", begun_at: begunAt });
  await keeping(["answers", "outbox"], async (tx) => {
    await tx.objectStore("outbox").put(unsentSheet(id, bytes, now));
    await tx.objectStore("answers").put({ id, invited: code !== null, handedIn: true });
  });
  await Promise.all([listSheets(), listUnsent()]);
  sender.wake();
}

/** The server refused the sheet (a code that was used or mistyped): its answers come back, to be handed in with another code. */
export async function takeBackSheet(row: Unsent): Promise<void> {
  const bytes = row.parts[0]?.bytes;
  if (!bytes || !isRefused(row)) return;
  const { group, division, code, answers, begun_at: begunAt } = JSON.parse(new TextDecoder().decode(bytes)) as Handed;
  await keeping(["answers", "outbox"], async (tx) => {
    await tx.objectStore("outbox").delete(row.id);
    await tx.objectStore("answers").put({ id: row.request, group, division, code, begunAt, answers, at: null, handedIn: false });
  });
  await Promise.all([listSheets(), listUnsent()]);
}

type Handed = Pick<Sheet, "group" | "division" | "code" | "answers"> & { begun_at: string };

/** It can never be taken, for the survey is over: nothing of it stays. */
export async function throwAwaySheet(row: Unsent): Promise<void> {
  await keeping(["answers", "outbox"], async (tx) => {
    await tx.objectStore("outbox").delete(row.id);
    await tx.objectStore("answers").delete(row.request);
  });
  await Promise.all([listSheets(), listUnsent()]);
}

function unsentSheet(wave: string, bytes: ArrayBuffer, now: number): Unsent {
  const id = newId();
  const path = `/api/waves/${wave}/responses/${id}`;
  const words = { path, type: "application/json", photo: null, bytes, size: bytes.byteLength, done: false, refused: null };
  return {
    id, request: wave, key: null, act: "sheet", note: "", parts: [words], madeAt: now,
    begun: false, tries: 0, nextTry: 0, notBefore: 0, draft: null, fineIfGone: false,
  };
}
