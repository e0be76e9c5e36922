/** What is read to the caller: short sentences, digits in groups. No number before the server gave one. */
import { digitsOf } from "./numbers";

/** What a sentence is made of; the words of the area `intake`. */
export type Say = {
  words: (words: string) => string;
  where: (place: string, address: string) => string;
  phone: (digits: string) => string;
  message: string;
  silent: string;
  holder: (who: string, when: string) => string;
  answered: string;
  number: (digits: string) => string;
  code: (digits: string) => string;
  again: string;
  texted: string;
  both: string;
};

type Told = { words: string; place: string; address: string; phone: string; wish: "call" | "message" | "none" };
type Given = { number: string; code: string; holder: string; due: string; answered: boolean; texted: boolean };

const LONGEST = 60; // characters: more is not read out

/** "2611 0000 18": as it is said, and heard. */
export const inFours = (digits: string): string => digits.replace(/(.{4})(?=.)/g, "$1 ");

/** "138 0571 0001", "0571 8765 4321": as people say a telephone number. */
export function aloud(phone: string): string {
  const digits = digitsOf(phone);
  return /^1\d{10}$/.test(digits) ? digits.replace(/^(...)(....)/, "$1 $2 ") : inFours(digits);
}

/** Before it is sent: what was understood. */
export function readBack(say: Say, { words, place, address, phone, wish }: Told): string[] {
  const short = words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
  return [
    short && say.words(short),
    place && say.where(place, address),
    wish === "message" ? say.message : wish === "none" ? say.silent : phone && say.phone(aloud(phone)),
  ].filter(Boolean);
}

/** When the server has it: who, until when, number and code; twice for whoever gets no text. */
export function readNumber(say: Say, { number, code, holder, due, answered, texted }: Given): string[] {
  const both = [say.number(inFours(number)), say.code(inFours(code))];
  const what = answered ? say.answered : say.holder(holder, due);
  return [what, ...both, ...(texted ? [say.texted] : [say.again, ...both]), say.both];
}
