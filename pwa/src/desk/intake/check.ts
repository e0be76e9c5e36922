/** What still lacks before a call can be sent, by the id of its field; and what the server found, in the same places. */
import type { Problem } from "../../data/api";
import { intakeWords } from "../../i18n/intake";
import type { Call } from "./call";

export type Troubles = ReadonlyMap<string, string>;
export const NO_TROUBLE: Troubles = new Map();

/** Field of the API → field on the screen. */
const FIELD: Record<string, string> = {
  "contact.phone": "phone", "contact.name": "name", "contact.address": "address", description: "words", category: "kind", place: "place",
  address: "address", "on_behalf.name": "other-name", "on_behalf.phone": "other-phone", "on_behalf.relation": "relation", "on_behalf.consent": "consent",
  speaks: "speaks", answered: "answered",
};

export function lacking(call: Call, incomplete: boolean): Troubles {
  const w = intakeWords.peek();
  const troubles = new Map<string, string>();
  if (incomplete) return call.phone.trim() ? troubles : troubles.set("phone", w.hungUpNeedsPhone);
  if (!call.words.trim() && !call.answered?.trim()) troubles.set("words", w.wordsMissing);
  if (!call.place) troubles.set("place", w.placeMissing);
  if (call.whom !== "self" && !call.other.consent) troubles.set("consent", w.consentMissing);
  return troubles;
}

/** What the server would not take. */
export function refused(problem: Problem | null): Troubles {
  return new Map(problem?.errors?.map(({ field, message }) => [FIELD[field] ?? field, message]));
}
