/** The words of a request and of a step, as the API takes them. */
import { dangersIn } from "./danger";
import type { Draft } from "./draft";
import { TERMS } from "./taxonomy.gen";

/** What a resident may do with a request that is on its way. */
export type ResidentAct = "message" | "answer" | "confirm" | "reopen" | "withdraw" | "photo_given_up" | "agree" | "disagree";

export type StepWords = { act: ResidentAct; note: string; rating: number | null; photo: string | null; solved?: boolean; reasons?: string[]; offer?: string };

/** Why somebody rates it so. */
export const REASONS = ["slow", "not_fixed", "manner", "unclear", "other"] as const;

/** The kind of help that a draft asks for: as chosen, else as proposed, else "other". */
export function categoryOf({ category, proposed }: Pick<Draft, "category" | "proposed">): string {
  return category ?? proposed ?? "other";
}

/** A request's body. An address is told to everybody who works on it only if it is of a public place; a home's goes with the
 *  name and the phone number, behind the desk's log. */
export function askWords(draft: Draft, now: number): object {
  const category = categoryOf(draft);
  const isPublic = TERMS.find((term) => term.code === category)?.publicSpace ?? false;
  const address = draft.address.trim();
  const sounds = dangersIn(draft.description).length > 0;
  return {
    place: draft.place?.code,
    category,
    description: draft.description.trim(),
    photos: draft.photos.length,
    contact: contactOf(draft, isPublic ? "" : address),
    on_behalf: draft.onBehalf && trimmed(draft.onBehalf),
    location: draft.location,
    address: isPublic ? address : "",
    urgent: sounds && !draft.calm,
    calm: sounds && draft.calm, // the server reads the words too
    written_at: new Date(now).toISOString(),
    ...(draft.window && comesHome(category) && { window: draft.window }),
  };
}

/** Is it something that somebody comes to the house for? What an estate's management has to do is not. */
export function comesHome(category: string): boolean {
  const term = TERMS.find((one) => one.code === category);
  return term !== undefined && ["home", "care"].includes(term.family) && !term.publicSpace && !["property", "lifts"].includes(category);
}

/** The exact bytes of every attempt: the server keeps their hash and refuses others under the same id. */
export function bytesOf(words: object): ArrayBuffer {
  return new TextEncoder().encode(JSON.stringify(words)).buffer as ArrayBuffer;
}

/** A phone number without the blanks and marks people write between its digits. */
export function bare(phone: string): string {
  return phone.normalize("NFKC").replace(/[\s().\-–—]/g, "");
}

function contactOf(draft: Draft, address: string): object | null {
  const [name, phone] = draft.noPhone ? ["", ""] : [draft.name.trim(), bare(draft.phone)];
  if (!name && !phone && !address) return null;
  return { name, phone, address, wish: draft.noPhone ? "none" : draft.wish, anonymous: draft.anonymous ?? false };
}

function trimmed({ name, phone, relation, consent }: NonNullable<Draft["onBehalf"]>): object {
  return { name: name.trim(), phone: bare(phone), relation: relation.trim(), consent };
}
