/** What organizations, places and divisions are called: ids stand in what is written, names on the screen. Asked for once. */
import { type Signal, signal } from "@preact/signals";

import { answer, api, Unreachable } from "../../data/api";
import { nameOf } from "../../data/place";
import type { LocationBody, OrganizationBody } from "./bodies";
import { readHeld } from "./data";

/** `null`: not known, or not told to this desk. */
const organizations = new Map<string, Signal<OrganizationBody | null>>();
const locations = new Map<string, Signal<LocationBody | null>>();
const divisions = new Map<string, Signal<string>>();

export function organizationOf(id: string): OrganizationBody | null {
  return asked(organizations, id, async (known) => {
    const { published, draft } = await readHeld<OrganizationBody>("organizations", id);
    known.value = published ?? draft?.body ?? null;
  }, null).value;
}

export function locationOf(id: string): LocationBody | null {
  return asked(locations, id, async (known) => {
    const { published, draft } = await readHeld<LocationBody>("locations", id);
    known.value = published ?? draft?.body ?? null;
  }, null).value;
}

/** The name of a division; its code until the name is here. */
export function divisionName(code: string): string {
  if (!code) return "";
  return asked(divisions, code, async (known) => {
    known.value = nameOf(await answer(api.GET("/api/divisions/{code}", { params: { path: { code } } })));
  }, code).value;
}

/** What a list or a search has just said needs no question. */
export function learn(code: string, name: string): void {
  divisions.set(code, signal(name));
}

export function learnOrganization(id: string, known: OrganizationBody): void {
  organizations.set(id, signal(known));
}

export function learnLocation(id: string, known: LocationBody): void {
  locations.set(id, signal(known));
}

/** After a change of one of them. */
export function forgetNames(id: string): void {
  organizations.delete(id);
  locations.delete(id);
}

function asked<T>(known: Map<string, Signal<T>>, id: string, ask: (name: Signal<T>) => Promise<void>, unknown: T): Signal<T> {
  let name = known.get(id);
  if (!name) {
    name = signal(unknown);
    known.set(id, name);
    if (id) void ask(name).catch((error: unknown) => error instanceof Unreachable && known.delete(id)); // asked again when next shown
  }
  return name;
}
