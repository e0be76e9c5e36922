/** The call that is being written down, kept on this machine at each change: a reload in mid-call loses nothing. */
import { signal } from "@preact/signals";

import { type Danger, dangersIn } from "../../data/danger";
import { withShelf } from "../../data/db";
import type { Window } from "../../data/draft";
import { newId } from "../../data/ids";
import type { Place } from "../../data/place";
import { me } from "../../data/session";
import { TERMS } from "../../data/taxonomy.gen";
import { TYPED } from "../../data/typed";
import { comesHome } from "../../data/words";
import { intakeWords } from "../../i18n/intake";
import type { CallWords } from "./data";
import { isLandline } from "./numbers";

export type Source = "phone" | "counter";
export type Wish = "call" | "message" | "none";
export type Whom = "self" | "family" | "other";

export type Call = {
  id: string; // of the request that it becomes
  source: Source;
  begunAt: number; // ms
  phone: string;
  name: string;
  words: string;
  category: string | null; // as chosen; null: as proposed
  proposed: string | null;
  answered: string | null; // what they were told on the spot; null: nothing
  place: Place | null;
  address: string;
  whom: Whom;
  other: { name: string; phone: string; relation: string; consent: boolean };
  speaks: string; // "": the common language; local; else in words
  wish: Wish;
  urgent: boolean;
  dangersSeen: Danger[];
  calm: boolean; // asked, and there is no danger
  completes: string | null; // the request of the call that was cut off
  window?: Window | null; // when somebody should come; absent in calls of before
};

const KEPT = `${TYPED}intake`;
const PAUSE_MS = 300;

export const call = signal<Call>(blank("phone"));
export const isKept = signal(true); // false: there was no room on this machine

export function blank(source: Source): Call {
  return {
    id: newId(), source, begunAt: Date.now(), phone: "", name: "", words: "", category: null, proposed: null, answered: null, place: null,
    address: "", whom: "self", other: { name: "", phone: "", relation: "", consent: false }, speaks: "", wish: "call", urgent: false,
    dangersSeen: [], calm: false, completes: null,
  };
}

/** Another matter of the same person: who they are and how they speak stays, what it is about does not. */
export function another({ source, phone, name, place, whom, other, speaks, wish }: Call): Call {
  return { ...blank(source), phone, name, place, whom, other, speaks, wish };
}

export const isBlank = ({ phone, words, name, address, answered }: Call): boolean => ![phone, words, name, address, answered ?? ""].some((text) => text.trim());

let timer: ReturnType<typeof setTimeout> | undefined;

export function write(change: Partial<Call>): void {
  call.value = { ...call.peek(), ...change };
  clearTimeout(timer);
  timer = setTimeout(() => void keep(), PAUSE_MS);
}

/** Begin with this one; resolves when it is kept. */
export async function begin(next: Call): Promise<void> {
  call.value = next;
  clearTimeout(timer);
  await keep();
}

async function keep(): Promise<void> {
  const now = call.peek();
  isKept.value = await withShelf((db) => (isBlank(now) ? db.delete("kv", KEPT) : db.put("kv", now, KEPT).then(() => {}))).then(() => true, () => false);
}

/** As it was left on this machine, if it was. */
export async function resume(): Promise<boolean> {
  const kept = (await withShelf((db) => db.get("kv", KEPT)).catch(() => undefined)) as Call | undefined;
  if (kept && isBlank(call.peek())) call.value = kept;
  return kept !== undefined;
}

export const categoryOf = ({ category, proposed }: Call): string => category ?? proposed ?? "other";

export const isPublic = (code: string): boolean => TERMS.find((term) => term.code === code)?.publicSpace ?? false;

/** As the server takes it. A home's address goes with the number, behind the desk's log, as when a resident writes it. */
export function bodyOf(one: Call, incomplete: boolean): CallWords {
  const category = categoryOf(one);
  const address = one.address.trim();
  const wish = one.wish === "message" && isLandline(one.phone) ? "call" : one.wish;
  const contact = { name: one.name.trim(), phone: one.phone.trim(), address: isPublic(category) ? "" : address, wish };
  const anybody = contact.name || contact.phone || contact.address;
  const { name, phone, relation, consent } = one.other;
  return {
    place: one.place?.code ?? (incomplete ? (me.peek()?.rights[0]?.division ?? "") : ""),
    category,
    description: one.words.trim() || one.answered?.trim() || intakeWords.peek().hungUpWords,
    photos: 0,
    contact: anybody ? { ...contact, wish: contact.phone ? contact.wish : "none" } : null,
    on_behalf: one.whom === "self" || incomplete ? null : { name: name.trim(), phone: phone.trim(), relation: relation.trim(), consent },
    address: isPublic(category) ? address : "",
    urgent: one.urgent || (!one.calm && dangersIn(one.words).length > 0),
    calm: one.calm,
    written_at: new Date().toISOString(),
    source: one.source,
    speaks: one.speaks.trim(),
    incomplete,
    answered: incomplete ? "" : (one.answered?.trim() ?? ""),
    completes: one.completes,
    ...(one.window && comesHome(category) && { window: one.window }),
  };
}
