/** What an interviewer's phone keeps of a round, as rows; and the rules of the queue that need no disk. Who writes them is visits.ts. */
import { civilDay } from "../i18n/dates";
import type { Group } from "./answers";
import type { components } from "./api.gen";
import { city } from "./city";
import type { Answers, Form } from "./questionnaire";
import { isRefused, type Unsent } from "./unsent";
import { bytesOf } from "./words";

type Schemas = components["schemas"];
export type Door = Schemas["UnitToVisit"];
export type RoundWave = Schemas["WaveToVisit"] & { forms: Record<Group, Form> };
export type Round = { by: string; at: number; waves: RoundWave[] }; // at: ms, when it was fetched
export type Mode = "visit" | "phone" | "paper";
export const TRIES = ["not_home", "later", "refused", "vacant", "business", "no_address"] as const;
export type Result = (typeof TRIES)[number];

/** A sheet that is being filled in. `shape` says how it is kept, so that a newer app can read it. */
export type Begun = {
  shape: 1;
  id: string; // of the submission to come: finishing twice is finishing once
  wave: string;
  unit: string; // "" for one that is typed in at the desk
  group: Group;
  code: string;
  mode: Mode;
  answers: Answers;
  at: string | null; // the question on the screen
  begunAt: string; // RFC 3339
  by: string; // whose session sends it
};

/** What came of a door, as far as this phone knows: that, never what was answered. `id` is that of the row in the outbox. */
export type Act = { shape: 1; id: string; wave: string; unit: string; what: "answered" | Result; day: string; daypart: string; by: string };

/** What a sheet says to the server. */
export type Said = { group: Group; division: string; answers: Answers; code: string; mode: Mode; begun_at: string };

/** As sheets are kept now; what an earlier shape did not know is filled in. */
export const asBegun = (kept: Partial<Begun>): Begun => ({ unit: "", mode: "visit", answers: {}, at: null, ...kept, shape: 1 }) as Begun;

/** What of a kept round still holds: nothing of somebody else's, and no survey that takes no more answers. */
export function roundNow(kept: Round | undefined, by: string | undefined, now: number): Round | null {
  if (!kept || kept.by !== by) return null;
  const waves = kept.waves.filter((wave) => Date.parse(wave.accepts_until) >= now);
  return waves.length ? { ...kept, waves } : null;
}

/** The row of a finished sheet: its exact bytes, under the id that was made when it was begun. Whatever version of the app sends
 *  them, they are the same. */
export function sheetRow(sheet: Begun, answers: Answers, note: string, now: number): Unsent {
  const { id, wave, group, code, mode, begunAt, by } = sheet;
  const said: Said = { group, division: "", answers, code, mode, begun_at: begunAt };
  return asRow({ id, wave, act: "visit", note, path: `/api/waves/${wave}/responses/${id}`, words: said, by, now });
}

/** The same sheet with another code, under another id: the old one was refused, and nothing of it is on the server. */
export function recoded(refused: Unsent, id: string, code: string, now: number): Unsent | null {
  const said = saidIn(refused);
  if (!said || !isRefused(refused)) return null;
  const { request: wave, note, by = "" } = refused;
  return asRow({ id, wave, act: "visit", note, path: `/api/waves/${wave}/responses/${id}`, words: { ...said, code }, by, now });
}

export function tryRow(act: Act, note: string, now: number): Unsent {
  const { id, wave, unit, day, daypart, what: result, by } = act;
  return asRow({ id, wave, act: "try", note, path: `/api/desk/waves/${wave}/units/${unit}/tries/${id}`, words: { day, daypart, result }, by, now });
}

/** What a kept sheet says; null for what is none. */
export function saidIn({ act, parts }: Unsent): Said | null {
  const bytes = parts[0]?.bytes;
  return act === "visit" && bytes ? (JSON.parse(new TextDecoder().decode(bytes)) as Said) : null;
}

export type Count = { kept: number; sent: number; tries: number };

/** "23 kept, 0 sent": of the sheets of one person; what was refused is neither. `rows` is all that waits on this phone. */
export function countOf(rows: readonly Unsent[], acts: readonly Act[], by: string | undefined): Count {
  const here = new Set(rows.map(({ id }) => id));
  const waiting = rows.filter((row) => row.by !== undefined && row.by === by && !isRefused(row));
  return {
    kept: waiting.filter(({ act }) => act === "visit").length,
    sent: acts.filter(({ what, id }) => what === "answered" && !here.has(id)).length,
    tries: waiting.filter(({ act }) => act === "try").length,
  };
}

/** The day in the city and a part of it: no nearer, so that no moment can be laid beside an answer. */
export function momentOf(now: number): { day: string; daypart: string } {
  const hour = Number(new Intl.DateTimeFormat("en-GB", { hour: "2-digit", hourCycle: "h23", timeZone: city.time_zone }).format(now));
  return { day: civilDay(now), daypart: hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening" };
}

type NewRow = { id: string; wave: string; act: "visit" | "try"; note: string; path: string; words: object; by: string; now: number };

function asRow({ id, wave, act, note, path, words, by, now }: NewRow): Unsent {
  const bytes = bytesOf(words);
  const part = { path, type: "application/json", photo: null, bytes, size: bytes.byteLength, done: false, refused: null };
  return {
    id, request: wave, key: null, act, note, parts: [part], madeAt: now, by,
    begun: false, tries: 0, nextTry: 0, notBefore: 0, draft: null, fineIfGone: false,
  };
}
