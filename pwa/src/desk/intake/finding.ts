/** What the caller may mean, by the words of the residents' own search; and which services could answer it this minute. */
import { signal } from "@preact/signals";

import { catalogue, entryText, type Entry, keepCatalogue } from "../../data/catalogue";
import type { Calendar } from "../../data/calendar";
import { openState } from "../../data/hours";
import { me } from "../../data/session";
import { TERMS, type Term } from "../../data/taxonomy.gen";
import { lang } from "../../i18n";
import { minuteNow } from "../../screens/services/now";
import { openLine } from "../../screens/services/openLine";

/** What is asked for most: shown before anything is typed. */
const OFTEN = ["lighting", "water-power", "environment", "home-care", "meals", "repair", "noise", "property"];
const MOST_KINDS = 5;
const MOST_SERVICES = 4;

type Finder = typeof import("../../data/finding");
const finder = signal<Finder | null>(null);

/** Fetches what is needed for finding in a community; without one, in the city. */
export async function getReady(place: string | null): Promise<void> {
  const code = place ?? me.peek()?.rights[0]?.division;
  await Promise.all([code && keepCatalogue(code), finder.peek() ?? import("../../data/finding").then((found) => (finder.value = found))]);
}

export const termOf = (code: string): Term | undefined => TERMS.find((term) => term.code === code);
export const termName = (code: string): string => (lang.value === "en" ? termOf(code)?.en : termOf(code)?.zh) ?? "";

/** What the words mean: categories that take requests, the best first. */
export const kindsMeant = (said: string): string[] => (said.trim() ? (finder.value?.suggestTerms(said) ?? []) : []).filter(takesRequests).slice(0, MOST_KINDS);

/** What there is to choose from: what they mean, else what comes closest; for no words the usual ones. */
export function kindsFor(said: string): string[] {
  if (!said.trim()) return OFTEN;
  const meant = kindsMeant(said);
  return meant.length > 0 ? meant : (finder.value?.nearestTerms(said) ?? []).filter(takesRequests);
}

const takesRequests = (code: string): boolean => termOf(code)?.requests ?? false;

export type AtOnce = { entry: Entry; name: string; isOpen: boolean; open: string; where: string; phone: string };

/** Services of which the caller can be told at once, those that are there this minute before those that are not. */
export function servicesFor(said: string): AtOnce[] {
  const here = catalogue.value;
  if (!here || !said.trim()) return [];
  const entries = new Map(here.entries.map((entry) => [entry.id, entry]));
  const best = (finder.value?.search(said) ?? []).slice(0, 2 * MOST_SERVICES).flatMap(({ id }) => standing(entries.get(id), here.calendar) ?? []);
  return [...best.filter(({ isOpen }) => isOpen), ...best.filter(({ isOpen }) => !isOpen)].slice(0, MOST_SERVICES);
}

function standing(entry: Entry | undefined, calendar: Calendar): AtOnce | null {
  if (!entry || entry.status !== "active") return null;
  const minute = minuteNow.value;
  const line = openLine(openState(entry.rules, calendar, minute), minute);
  const [spot] = entry.spots;
  const phone = entry.phone || entry.provider.phone;
  return { entry, name: entryText(entry, "name"), isOpen: line.look !== "shut", open: line.text, where: spot ? spot.address || spot.name : "", phone };
}
