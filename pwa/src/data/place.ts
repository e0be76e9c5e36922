/** The communities this phone follows: up to five, one of them the current one. Kept on the phone, known to nobody else. */
import { computed, effect, signal } from "@preact/signals";

import { lang } from "../i18n";

export type Level = "city" | "district" | "street" | "community";
export type Above = { code: string; level: Level; name: string; name_en: string };
/** A division as it is shown: `path` runs from the city down, without itself; `centre` is where its office stands; `label`
 *  is what its resident calls it, "妈妈家". */
export type Place = Above & { path: Above[]; centre?: { latitude: number; longitude: number } | null; label?: string };

export const MOST_PLACES = 5;
export const LONGEST_LABEL = 12; // characters
const KEPT = "linli.places";

/** The current one first. */
export const places = signal<Place[]>(kept());
/** null: nobody has chosen yet. */
export const place = computed<Place | null>(() => places.value[0] ?? null);

/** Make this the current one; the oldest of six goes. What it was called before it is called again. */
export function choose(chosen: Place): void {
  const before = places.value.find(({ code }) => code === chosen.code);
  places.value = [{ ...before, ...chosen }, ...places.value.filter((other) => other.code !== chosen.code)].slice(0, MOST_PLACES);
}

/** Where the office of a followed division stands: distances count from there until the phone says where it is. */
export function placeCentre(code: string, centre: NonNullable<Place["centre"]>): void {
  places.value = places.value.map((one) => (one.code === code ? { ...one, centre } : one));
}

/** Call it by a name of one's own; "": by its own again. */
export function call(code: string, label: string): void {
  const said = label.trim().slice(0, LONGEST_LABEL);
  places.value = places.value.map((one) => (one.code === code ? { ...one, label: said } : one));
}

/** What its resident calls it. */
export const labelOf = (one: Place): string => one.label || nameOf(one);

/** What stands below that: its name, where it is called otherwise, and what tells two of the same name apart. */
export const sublabelOf = (one: Place): string => [one.label ? nameOf(one) : "", whereabouts(one)].filter(Boolean).join(" · ");

export function forget(code: string): void {
  places.value = places.value.filter((other) => other.code !== code);
}

/** Which level a division's code has: city 4, district 6, street 9, community 12 digits, the rest noughts. */
export function levelOf(code: string): Level {
  if (/0{8}$/.test(code)) return "city";
  if (/0{6}$/.test(code)) return "district";
  return /0{3}$/.test(code) ? "street" : "community";
}

/** The name of a division in the language in use. */
export function nameOf(division: { name: string; name_en: string }): string {
  return lang.value === "en" && division.name_en ? division.name_en : division.name;
}

/** What tells two of the same name apart: "上城区 湖滨街道"; "Hubin Subdistrict, Shangcheng District". */
export function whereabouts(division: { path: Above[] }): string {
  const names = division.path.filter((above) => above.level !== "city").map(nameOf);
  return lang.value === "en" ? names.reverse().join(", ") : names.join(" ");
}

function kept(): Place[] {
  try {
    return JSON.parse(globalThis.localStorage?.getItem(KEPT) ?? "[]") as Place[];
  } catch {
    return [];
  }
}

if (globalThis.localStorage) effect(() => localStorage.setItem(KEPT, JSON.stringify(places.value)));
