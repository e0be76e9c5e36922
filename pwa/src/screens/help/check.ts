/** What must be right before a request is kept. Every message is said at its field. */
import type { Draft } from "../../data/draft";
import { bare } from "../../data/words";
import { helpWords } from "../../i18n/help";

/** By the id of the field, in the order in which they stand. */
export type Trouble = Partial<Record<Checked, string>>;
type Checked = "description" | "place" | "phone" | "other-name" | "other-phone" | "consent";

/** Mobile numbers and landlines with their area code, with or without +86; other countries with theirs. */
const PHONES = [/^(\+?86)?1[3-9]\d{9}$/, /^(\+?86)?0\d{2,3}\d{7,8}$/, /^\+(?!86)[1-9]\d{6,14}$/];

export function isPhone(text: string): boolean {
  return PHONES.some((form) => form.test(bare(text)));
}

export function troubleIn(draft: Draft): Trouble {
  return { ...troubleInWords(draft), ...troubleInPlace(draft) };
}

export function troubleInWords({ description }: Draft): Trouble {
  return description.trim() ? {} : { description: helpWords.value.wordsMissing };
}

export function troubleInPlace({ place, phone, noPhone, wish, onBehalf }: Draft): Trouble {
  const w = helpWords.value;
  const trouble: Trouble = {};
  if (!place) trouble.place = w.placeMissing;
  if (!noPhone && phone.trim() && !isPhone(phone)) trouble.phone = w.phoneBad;
  if (!noPhone && !phone.trim() && wish !== "none") trouble.phone = w.phoneMissing;
  if (onBehalf) {
    if (!onBehalf.name.trim()) trouble["other-name"] = w.otherNameMissing;
    if (onBehalf.phone.trim() && !isPhone(onBehalf.phone)) trouble["other-phone"] = w.phoneBad;
    if (!onBehalf.consent) trouble.consent = w.consentMissing;
  }
  return trouble;
}

/** The first field with something wrong gets the focus; its message is its description. */
export function focusFirst(trouble: Trouble): void {
  const [first] = Object.keys(trouble);
  if (first) document.getElementById(first)?.focus();
}
