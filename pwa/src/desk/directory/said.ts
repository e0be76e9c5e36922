/** What a field says, in words that can be read side by side: in the history, and when two people wrote at once. */
import type { Rule } from "../../data/hours";
import { directoryWords } from "../../i18n/directory";
import { termName } from "../QueueTable";
import type { Body, TextsOf } from "./bodies";
import { ruleWords, dateWords } from "./hours/words";
import { divisionName, locationOf, organizationOf } from "./names";

/** One line a thing; none when nothing is written. */
export function said(field: string, value: unknown): string[] {
  const w = directoryWords.value;
  if (value === null || value === undefined || value === "") return [];
  if (field === "hours") return (value as Rule[]).map(ruleWords);
  if (field === "texts") return textsSaid(value as TextsOf);
  if (field === "fee") return [value === 0 ? (w.service.fees.free ?? "") : w.said.yuan(String((value as number) / 100))];
  if (field === "verified_on") return [dateWords(value as string)];
  if (typeof value === "boolean") return [value ? w.said.yes : w.said.no];
  const each = Array.isArray(value) ? value : [value];
  return each.map((one) => named(field, String(one)));
}

function named(field: string, value: string): string {
  const w = directoryWords.value;
  if (field === "organization") return organizationOf(value)?.name ?? w.picker.unknown;
  if (field === "locations") return locationOf(value)?.name ?? w.picker.unknown;
  if (["areas", "owner", "division"].includes(field)) return divisionName(value);
  if (field === "category") return termName(value);
  const words: Record<string, Record<string, string>> = {
    audience: w.service.audiences, status: w.service.statuses, languages: w.service.languages, kind: w.organization.kinds,
  };
  return words[field]?.[value] ?? value;
}

function textsSaid(texts: TextsOf): string[] {
  const { fields, service, said: w } = directoryWords.value;
  return Object.entries(texts).flatMap(([language, each]) =>
    Object.entries(each).map(([field, text]) => w.textIn(service.languages[language] ?? language, fields[field] ?? field, text)),
  );
}

/** The fields of a body in the order of its form; those that are not known to this version of the desk last. */
export function fieldsOf(body: Body): string[] {
  const known = Object.keys(directoryWords.value.fields);
  return Object.keys(body).sort((a, b) => place(known, a) - place(known, b));
}

export const fieldName = (field: string): string => directoryWords.value.fields[field] ?? field;

/** The same when written: what is left out of a rule is what is usual. */
export const same = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

const place = (known: readonly string[], field: string): number => (known.includes(field) ? known.indexOf(field) : known.length);
