/** What the pickers of the forms find by a few letters. */
import { send } from "../../data/api";
import { searchDivisions } from "../../data/divisions";
import { newId } from "../../data/ids";
import { nameOf, whereabouts } from "../../data/place";
import { directoryWords } from "../../i18n/directory";
import { divisionName, learn, learnLocation, learnOrganization, locationOf, organizationOf } from "./names";
import type { Option } from "./Picker";
import type { Row } from "./rows";

async function list(noun: "organizations" | "locations", q: string): Promise<Row[]> {
  const url = new URL(`/api/desk/${noun}`, location.origin);
  url.search = new URLSearchParams({ anywhere: "true", ...(q && { q }) }).toString();
  return ((await (await send(url.href)).json()) as { items: Row[] }).items;
}

export async function findOrganizations(q: string): Promise<Option[]> {
  const found = await list("organizations", q);
  for (const { id, name, owner, kind = "", phone = "" } of found) learnOrganization(id, { owner, name, kind, description: "", phone });
  return found.map(({ id, name, owner }) => ({ id, title: name, sub: divisionName(owner) }));
}

export async function findLocations(q: string): Promise<Option[]> {
  const found = await list("locations", q);
  for (const { id, name, owner, address = "", latitude = null, longitude = null } of found) {
    learnLocation(id, { division: owner, name, address, entrance: "", latitude, longitude });
  }
  return found.map(({ id, name, address = "" }) => ({ id, title: name, sub: address }));
}

export async function findDivisions(q: string): Promise<Option[]> {
  if (!q) return [];
  const found = await searchDivisions(q);
  for (const division of found) learn(division.code, nameOf(division));
  return found.map((division) => ({ id: division.code, title: nameOf(division), sub: whereabouts(division) }));
}

export function organizationOption(id: string): Option {
  const known = organizationOf(id);
  return { id, title: known?.name || directoryWords.value.picker.unknown, sub: known?.owner ? divisionName(known.owner) : "" };
}

export function locationOption(id: string): Option {
  const known = locationOf(id);
  return { id, title: known?.name || directoryWords.value.picker.unknown, sub: known?.address ?? "" };
}

/** Where a new one is made. */
export const fresh = (letter: "s" | "o" | "l"): string => `/desk/directory/${letter}/${newId()}?new=1`;

export const divisionOption = (code: string): Option => ({ id: code, title: divisionName(code), sub: "" });
