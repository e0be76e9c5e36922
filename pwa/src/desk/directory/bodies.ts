/** What the desk writes of the directory, as the API takes it. */
import type { Rule } from "../../data/hours";

export type Noun = "services" | "organizations" | "locations";
export type TextsOf = Record<string, Record<string, string>>; // by language and field

export type ServiceBody = {
  owner: string; // the division whose desk keeps it
  organization: string | null;
  category: string;
  name: string;
  pinyin: string; // "": read by rule
  aka: string[];
  description: string;
  eligibility: string;
  audience: string[];
  documents: string;
  application: string;
  fee: number | null; // fen
  fee_note: string;
  wait: string;
  languages: string[];
  accessibility: string;
  home_visit: boolean;
  phone: string;
  texts: TextsOf;
  status: string;
  verified_on: string | null;
  areas: string[];
  locations: string[];
  hours: Rule[];
};

export type OrganizationBody = { owner: string; name: string; kind: string; description: string; phone: string };

export type LocationBody = { division: string; name: string; address: string; entrance: string; latitude: number | null; longitude: number | null };

export type Body = ServiceBody | OrganizationBody | LocationBody;

/** A thing of the directory as its desk has it. */
export type Held<B> = {
  id: string;
  owner: string;
  version: number; // 0: never published
  published: B | null;
  draft: { body: B; base_version: number; version: number; by_name: string; is_mine: boolean; at: string } | null;
  deleted_at: string | null;
  changed_at: string | null;
  may_edit: boolean;
  public_url: string | null;
};

export type Revision = { version: number; act: string; by_name: string; at: string; note: string; changed: string[] };

/** Somebody was faster: their version, and each field on which the two do not agree. `draft_version`: it is not published, but
 *  a draft that somebody else keeps. */
export type Meanwhile<B> = {
  version: number;
  by_name: string;
  at: string;
  theirs: B;
  draft_version: number | null;
  changed: { field: string; mine: unknown; theirs: unknown; was: unknown }[];
};

export type Checked = {
  errors: { field: string; message: string }[];
  warnings: { field: string; message: string }[];
  pinyin: string; // the reading by rule
  duplicates: { id: string; name: string }[];
};
