/** Answer sheets of surveys on this phone: kept after every answer, resumed where one stopped, handed in exactly once. */
import { signal } from "@preact/signals";

import { withShelf } from "./db";
import { newId } from "./ids";
import { keeping } from "./keep";
import { sender } from "./outbox";
import type { Answers } from "./questionnaire";
import { listUnsent, type Unsent } from "./unsent";
import { bytesOf } from "./words";

export type Group = "residents" | "migrants" | "units";

export type Sheet = {
  id: string; // of the wave: one sheet a wave on a phone
  response: string; // the submission's id
  group: Group;
  division: string;
  code: string | null; // null: an open answer
  begunAt: string; // RFC 3339: a sheet begun before the close may still come in after it
  answers: Answers;
  at: string | null; // the question on the screen
  handedIn: boolean;
};

declare module "./db" {
  interface Rows {
    answers: Sheet;
  }
}

/** Every sheet on this phone. */
export const sheets = signal<readonly Sheet[]>([]);

export async function listSheets(): Promise<void> {
  sheets.value = await withShelf((db) => db.getAll("answers"));
}

/** A new sheet, kept. An earlier one of the same wave is replaced. Throws PhoneFull. */
export async function beginSheet(start: Pick<Sheet, "id" | "group" | "division" | "code">): Promise<void> {
  const begunAt = new Date().toISOString();
  await put({ ...start, response: newId(), begunAt, answers: {}, at: null, handedIn: false });
}

/** Resolves when the change is on disk: nothing that was answered is lost after. Throws PhoneFull. */
export async function writeSheet(sheet: Sheet, change: Partial<Sheet>): Promise<void> {
  await put({ ...sheet, ...change });
}

async function put(sheet: Sheet): Promise<void> {
  await keeping(["answers"], (tx) => tx.objectStore("answers").put(sheet));
  await listSheets();
}

/** Hand in: from here its exact bytes are sent until the server has them. `answers` holds only what was shown. */
export async function handIn(sheet: Sheet, answers: Answers, now = Date.now()): Promise<void> {
  const { group, division, code, begunAt } = sheet;
  const bytes = bytesOf({ group, division, answers, code, mode: "web", begun_at: begunAt });
  await keeping(["answers", "outbox"], async (tx) => {
    await tx.objectStore("outbox").put(unsentSheet(sheet, bytes, now));
    await tx.objectStore("answers").put({ ...sheet, answers: {}, at: null, handedIn: true });
  });
  await Promise.all([listSheets(), listUnsent()]);
  sender.wake();
}

/** The server refused the sheet (a code that was used, mistyped, or the survey has closed): its answers come back, to be
 *  handed in with another code. */
export async function takeBackSheet(sheet: Sheet): Promise<void> {
  await keeping(["answers", "outbox"], async (tx) => {
    const row = await tx.objectStore("outbox").get(sheet.response);
    const answers = row?.parts[0]?.bytes ? answersIn(row.parts[0].bytes) : sheet.answers;
    await tx.objectStore("outbox").delete(sheet.response);
    await tx.objectStore("answers").put({ ...sheet, response: newId(), answers, handedIn: false });
  });
  await Promise.all([listSheets(), listUnsent()]);
}

function answersIn(bytes: ArrayBuffer): Answers {
  return (JSON.parse(new TextDecoder().decode(bytes)) as { answers: Answers }).answers;
}

function unsentSheet(sheet: Sheet, bytes: ArrayBuffer, now: number): Unsent {
  const path = `/api/waves/${sheet.id}/responses/${sheet.response}`;
  const words = { path, type: "application/json", photo: null, bytes, size: bytes.byteLength, done: false, refused: null };
  return {
    id: sheet.response, request: sheet.id, key: null, act: "sheet", note: "", parts: [words], madeAt: now,
    begun: false, tries: 0, nextTry: 0, notBefore: 0, draft: null, fineIfGone: false,
  };
}
