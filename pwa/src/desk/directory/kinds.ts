/** The three nouns of the directory: what their forms hold, and what is written of them. */
import { me } from "../../data/session";
import { fenOf } from "../money";
import type { Body, LocationBody, Noun, OrganizationBody, ServiceBody, TextsOf } from "./bodies";
import { type Trouble, writeTimetable } from "./hours/rules";
import { readTimetable, type Timetable } from "./hours/timetable";

/** A form as it is typed: numbers are text until they are written. `rest` is the body that it was read from, so that what
 *  no field shows is written back as it was. */
export type ServiceForm = Omit<ServiceBody, "organization" | "fee" | "aka" | "hours"> & { organization: string; fee: "unknown" | "free" | "paid"; yuan: string; aka: string; timetable: Timetable; rest: Partial<ServiceBody> };
export type OrganizationForm = OrganizationBody & { rest: Partial<OrganizationBody> };
export type LocationForm = Omit<LocationBody, "latitude" | "longitude"> & { point: string; rest: Partial<LocationBody> };
export type Form = ServiceForm | OrganizationForm | LocationForm;

/** Why a form cannot be written yet: by the id of the field, a key of the words of `troubles`. */
export type Problems = ReadonlyMap<string, Trouble | "required" | "money" | "point">;
/** `places`: where on the form a field of the server stands, when it is not `f-` and its name. */
export type Written<B> = { body: B; problems: Problems; places: ReadonlyMap<string, string> };

export type Kind<B extends Body, F extends Form> = {
  noun: Noun;
  letter: "s" | "o" | "l";
  list: string;
  blank: () => B;
  read: (body: B) => F;
  write: (form: F) => Written<B>;
};

/** The division of whoever is signed in: what they begin with. */
const home = (): string => me.peek()?.rights[0]?.division ?? "";

export const SERVICE: Kind<ServiceBody, ServiceForm> = {
  noun: "services",
  letter: "s",
  list: "/desk/directory",
  blank: () => ({
    owner: home(), organization: null, category: "", name: "", pinyin: "", aka: [], description: "", eligibility: "", audience: [], documents: "",
    application: "", fee: null, fee_note: "", wait: "", languages: ["zh"], accessibility: "", home_visit: false, phone: "", texts: {}, status: "active",
    verified_on: null, areas: home() ? [home()] : [], locations: [], hours: [],
  }),
  read: (body) => {
    const { organization, fee, aka, hours, ...same } = { ...SERVICE.blank(), ...body };
    const kind = fee === null ? "unknown" : fee === 0 ? "free" : "paid";
    return { ...same, organization: organization ?? "", fee: kind, yuan: fee ? String(fee / 100) : "", aka: aka.join("\n"), timetable: readTimetable(hours), rest: body };
  },
  write: ({ fee, yuan, aka, timetable, rest, ...same }) => {
    const hours = writeTimetable(timetable);
    const problems = new Map<string, Trouble | "required" | "money">(hours.troubles);
    const paid = fenOf(yuan);
    if (fee === "paid" && !paid) problems.set("f-fee-yuan", "money");
    for (const field of ["name", "category", "organization"] as const) if (!same[field].trim()) problems.set(`f-${field}`, "required");
    if (!same.areas.length) problems.set("f-areas", "required");
    const names = aka.split("\n").map((name) => name.trim()).filter(Boolean);
    const body = { ...rest, ...same, organization: same.organization || null, name: same.name.trim(), phone: same.phone.trim(), texts: written(same.texts), fee: { unknown: null, free: 0, paid }[fee], aka: names, hours: hours.rules };
    const places = new Map(hours.places.map((place, at) => [`hours.${at}`, place]));
    return { body, problems, places: fee === "paid" ? places.set("fee", "f-fee-yuan") : places };
  },
};

export const ORGANIZATION: Kind<OrganizationBody, OrganizationForm> = {
  noun: "organizations",
  letter: "o",
  list: "/desk/directory/organizations",
  blank: () => ({ owner: home(), name: "", kind: "public", description: "", phone: "" }),
  read: (body) => ({ ...ORGANIZATION.blank(), ...body, rest: body }),
  write: ({ rest, ...same }) => ({ body: { ...rest, ...same, name: same.name.trim(), phone: same.phone.trim() }, problems: required(same.name, "f-name"), places: new Map() }),
};

export const LOCATION: Kind<LocationBody, LocationForm> = {
  noun: "locations",
  letter: "l",
  list: "/desk/directory/locations",
  blank: () => ({ division: home(), name: "", address: "", entrance: "", latitude: null, longitude: null }),
  read: (body) => {
    const { latitude, longitude, ...same } = { ...LOCATION.blank(), ...body };
    return { ...same, point: latitude === null || longitude === null ? "" : `${latitude}, ${longitude}`, rest: body };
  },
  write: ({ point, rest, ...same }) => {
    const problems = new Map<string, "required" | "point">();
    if (!same.name.trim()) problems.set("f-name", "required");
    if (!same.address.trim()) problems.set("f-address", "required");
    if (!same.division) problems.set("f-division", "required");
    const at = pointOf(point);
    if (point.trim() && !at) problems.set("f-point", "point");
    return { body: { ...rest, ...same, latitude: at?.[0] ?? null, longitude: at?.[1] ?? null }, problems, places: new Map([["latitude", "f-point"], ["longitude", "f-point"]]) };
  },
};

/** Typed or pasted "30.2541, 120.1632", also with full-width signs or as "纬度30.25 经度120.16"; null when it is none. */
export function pointOf(text: string): [latitude: number, longitude: number] | null {
  const numbers = text.normalize("NFKC").match(/-?\d+(\.\d+)?/g)?.map(Number) ?? [];
  const [latitude, longitude] = numbers;
  if (numbers.length !== 2 || latitude === undefined || longitude === undefined) return null;
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? [latitude, longitude] : null;
}

const required = (text: string, id: string): Problems => new Map(text.trim() ? [] : [[id, "required"]]);

/** Without what is empty. */
function written(texts: TextsOf): TextsOf {
  const kept = Object.entries(texts).map(([language, fields]) => [language, Object.fromEntries(Object.entries(fields).filter(([, text]) => text.trim()))] as const);
  return Object.fromEntries(kept.filter(([, fields]) => Object.keys(fields).length > 0));
}
