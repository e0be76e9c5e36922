/** What a provider reads and proposes by its link. The key stands behind the # of the address, which no server is sent and no log
 *  keeps; it leaves as a header only. */
import { answer, api } from "../../../data/api";
import type { components } from "../../../data/api.gen";
import type { Rule } from "../../../data/hours";
import { writeTimetable, type Trouble } from "../hours/rules";
import { readTimetable, type Timetable } from "../hours/timetable";
import { fenOf } from "../../money";
import { same } from "../said";

type Schemas = components["schemas"];
export type Entry = Required<Omit<Schemas["EntryForProvider"], "hours" | "fee">> & { hours: Rule[]; fee: number | null };
export type Seen = Omit<Schemas["ForProvider"], "entries"> & { entries: Entry[] };
export type Proposed = Schemas["Proposed"];

export const keyHere = (): string => location.hash.slice(1);
const withKey = () => ({ "Linli-Key": keyHere() });

/** Throws Refused (404: the link is over, or never was), Unreachable; as below. */
export async function readMine(): Promise<Seen> {
  return (await answer(api.GET("/api/provider", { headers: withKey() }))) as Seen;
}

/** The same id and words again are the same proposal. */
export async function propose(id: string, { id: about, version }: Entry, body: Proposed): Promise<void> {
  const params = { path: { proposal_id: id } };
  await answer(api.PUT("/api/provider/proposals/{proposal_id}", { params, headers: withKey(), body: { about, base_version: version, body } }));
}

/** As it is typed. */
export type Form = Pick<Entry, "phone" | "description" | "eligibility" | "documents" | "application" | "fee_note" | "status"> & {
  timetable: Timetable;
  fee: "" | "free" | "paid";
  yuan: string;
};

export function readForm(entry: Entry): Form {
  const { phone, description, eligibility, documents, application, fee_note, status, fee } = entry;
  const kind = fee === null ? "" : fee === 0 ? "free" : "paid";
  return { phone, description, eligibility, documents, application, fee_note, status, timetable: readTimetable(entry.hours), fee: kind, yuan: fee ? String(fee / 100) : "" };
}

export type Written = { body: Proposed; problems: Map<string, Trouble | "money">; places: Map<string, string> };

/** Only what is not as it stands already. */
export function writeForm(form: Form, entry: Entry): Written {
  const { timetable, fee, yuan, ...texts } = form;
  const hours = writeTimetable(timetable);
  const problems = new Map<string, Trouble | "money">(hours.troubles);
  const paid = fenOf(yuan);
  if (fee === "paid" && !paid) problems.set("f-fee-yuan", "money");
  const written: Record<string, unknown> = { ...texts, hours: hours.rules, fee: fee === "" ? entry.fee : fee === "free" ? 0 : paid };
  const body = Object.fromEntries(entry.fields.filter((field) => !same(trimmed(written[field]), entry[field as keyof Entry])).map((field) => [field, trimmed(written[field])]));
  const places = new Map(hours.places.map((place, at) => [`hours.${at}`, place]));
  return { body, problems, places: fee === "paid" ? places.set("fee", "f-fee-yuan") : places };
}

const trimmed = (value: unknown): unknown => (typeof value === "string" ? value.trim() : value);
