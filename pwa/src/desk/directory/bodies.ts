/** What the desk writes of the directory, as the API takes it. */
import type { components } from "../../data/api.gen";
import type { Rule } from "../../data/hours";

type Schemas = components["schemas"];
/** A body as the forms hold it, with every field that the API takes. */
type Whole<Api, Body extends Record<keyof Api, unknown>> = Body;

export type Noun = "services" | "organizations" | "locations";
export type TextsOf = Record<string, Record<string, string>>; // by language and field

export type ServiceBody = Whole<Schemas["WriteService"], {
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
}>;

export type OrganizationBody = Whole<Schemas["WriteOrganization"], { owner: string; name: string; kind: string; description: string; phone: string }>;

export type LocationBody = Whole<
  Schemas["WriteLocation"],
  { division: string; name: string; address: string; entrance: string; latitude: number | null; longitude: number | null }
>;

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

export type Revision = Schemas["RevisionShown"];

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

/** What would be refused, what to look at once more, the reading by rule, and what may be there already. */
export type Checked = Schemas["ReviewShown"];
