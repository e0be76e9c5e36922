/** What is particular to this city. The server writes it into index.html; the app never asks for it again. */
import { lang } from "../i18n";

export type InTwo = { zh: string; en: string };
export type Line = { number: string; text?: string | null; name: InTwo; despair?: boolean };
export type City = {
  code: string;
  name: InTwo;
  hotline: string;
  emergency: Line[];
  lines: Line[];
  languages: string[];
  demo: boolean;
  goal: number; // share, 0-1
  time_zone: string;
  kept_months: number; // a request, after its end
};

/** Shown when the page came without its city: the development server, and the tests of pure functions. */
const UNKNOWN: City = {
  code: "000000000000", name: { zh: "本市", en: "the city" }, hotline: "", emergency: [], lines: [],
  languages: ["zh-CN", "en"], demo: false, goal: 0.85, time_zone: "Asia/Shanghai", kept_months: 12,
};

function written(): Partial<City> {
  const text = globalThis.document?.getElementById("city")?.textContent?.trim();
  return text ? (JSON.parse(text) as City) : {};
}

export const city: City = { ...UNKNOWN, ...written() };

/** The one of two texts that the reader understands. */
export const inWords = (text: InTwo): string => (lang.value === "en" ? text.en : text.zh);
