/** What is still to be sent, as rows: a request with its photos, or a step. Who writes them is outbox.ts, who sends them sending.ts. */
import { signal } from "@preact/signals";

import type { Problem } from "./api";
import { withShelf } from "./db";
import type { Draft } from "./draft";
import type { ResidentAct } from "./words";

/** One PUT. A photo's bytes lie in the store of photos until everything is confirmed. */
export type Part = {
  path: string;
  type: string;
  photo: string | null; // its id; null: these are the words, in `bytes`
  bytes: ArrayBuffer | null;
  size: number; // bytes
  done: boolean; // confirmed by the server's own answer
  refused: Problem | null; // final: the same bytes again cannot help
};

export type Unsent = {
  id: string; // the request's, or the step's
  request: string;
  key: string | null; // null: the session opens the request
  act: "ask" | "sheet" | "rate" | "visit" | "try" | ResidentAct; // rate: of a request that is followed; sheet: the answers of a survey; visit, try: what staff bring of one; `request` is then the wave
  note: string; // what it says, for the screen
  parts: Part[]; // words first
  madeAt: number; // ms
  begun: boolean; // the bytes may be on the server: frozen
  tries: number; // failures in a row
  nextTry: number; // ms; 0: at once
  notBefore: number; // ms; the server's wish, kept even when the network has just come back
  draft: Draft | null; // to go on writing while nothing has left
  fineIfGone: boolean; // taking back what may never have arrived
  by?: string; // of staff: it goes under the session of this person only
};

declare module "./db" {
  interface Rows {
    outbox: Unsent;
  }
}

/** Everything unsent, oldest first. */
export const unsent = signal<readonly Unsent[]>([]);

export async function listUnsent(): Promise<void> {
  unsent.value = await withShelf((db) => db.getAllFromIndex("outbox", "madeAt"));
}

/** The words were refused: nothing of it is on the server. */
export const isRefused = (row: Unsent): boolean => row.parts[0]?.refused != null;
/** The words are there. */
export const isArrived = (row: Unsent): boolean => row.parts[0]?.done ?? false;
/** Its bytes may be on the server: no change, no silent deletion. */
export const isFrozen = (row: Unsent): boolean => row.begun && !isRefused(row);
/** The words left, and no answer came: they may be there or not. */
export const isUnanswered = (row: Unsent): boolean => row.tries > 0 && isFrozen(row) && !isArrived(row);
export const refusedPhotos = (row: Unsent): Part[] => row.parts.filter((part) => part.photo && part.refused);
/** Other bytes lie under this id: only a new id can help. */
export const isTaken = (row: Unsent): boolean => row.parts[0]?.refused?.status === 409;
