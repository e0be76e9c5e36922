/** One division's part of the catalogue as it comes over the wire, in columns, and as the app uses it, one entry a
 *  service; server/domain/fragments.py makes it. Nothing here asks the network or the disk. */
import type { WireCalendar } from "./calendar";
import type { Rule } from "./hours";
import type { Level } from "./place";

type Column<T> = readonly T[];
/** What residents say for each category, one a line; lists in what was kept by an older app. */
type WireWords = Readonly<Record<string, string | readonly string[]>>;

/** What the server sends. An absent column is empty everywhere. */
export interface Fragment {
  readonly code: string;
  readonly level: Level;
  readonly ids?: string; // of the services: UUIDs in base64url, 22 characters each
  readonly services?: {
    readonly provider?: Column<number>; // places in `providers`
    readonly spots?: Column<readonly number[]>;
    readonly hours?: Column<number>;
    readonly fee?: Column<number | null>;
    readonly home_visit?: Column<number>;
    readonly [text: string]: Column<unknown> | undefined;
  };
  readonly providers?: { readonly [column: string]: Column<string> };
  readonly spots?: { readonly latitude?: Column<number | null>; readonly longitude?: Column<number | null>; readonly [text: string]: Column<unknown> | undefined };
  readonly hours?: readonly (readonly Rule[])[];
  readonly words?: WireWords; // the city only, as the rest
  readonly readings?: Readonly<Record<string, string>>;
  readonly calendar?: WireCalendar;
}

/** Its texts in another language; "": as in Chinese. */
export interface Translation {
  readonly code: string;
  readonly language: string;
  readonly texts?: Readonly<Record<string, Column<string>>>;
  readonly words?: WireWords;
}

export interface Provider {
  readonly name: string;
  readonly kind: string; // public, firm, non-profit, property
  readonly phone: string;
  readonly certificate: string; // its number; "": none
}

/** Where a service is given. WGS-84. */
export interface Spot {
  readonly name: string;
  readonly address: string;
  readonly entrance: string;
  readonly latitude: number | null;
  readonly longitude: number | null;
}

export const TEXTS = ["name", "description", "eligibility", "documents", "application", "fee_note", "wait", "accessibility"] as const;
export type TextName = (typeof TEXTS)[number];

/** One service, with all that its own screen shows, without a network. */
export interface Entry {
  readonly id: string;
  readonly division: string; // that offers it: the nearest to the resident
  readonly level: Level;
  readonly category: string; // a term
  readonly texts: Readonly<Record<TextName, string>>; // Chinese
  readonly english: Readonly<Partial<Record<TextName, string>>>; // as far as it is written, and loaded
  readonly pinyin: string; // "": as the table of sounds reads the name
  readonly aka: readonly string[];
  readonly provider: Provider;
  readonly phone: string;
  readonly fee: number | null; // fen; 0: free; null: see fee_note
  readonly audience: readonly string[]; // elderly, disabled, children, migrants
  readonly languages: readonly string[];
  readonly homeVisit: boolean;
  readonly status: string; // active, temporarily closed
  readonly verifiedOn: string; // YYYY-MM-DD; "": never
  readonly spots: readonly Spot[];
  readonly rules: readonly Rule[]; // opening hours; none: unknown
  readonly owner?: string; // the division whose desk keeps it
}

/** The entries of a fragment, in the order of the server. */
export function entriesOf(fragment: Fragment, translation?: Translation): Entry[] {
  const columns = fragment.services ?? {};
  const providers = providersOf(fragment);
  const spots = spotsOf(fragment);
  return (fragment.ids?.match(/.{22}/g) ?? []).map((short, at) => {
    const text = (name: string): string => (columns[name]?.[at] as string | undefined) ?? "";
    const words = (name: string): string[] => text(name).split(" ").filter(Boolean);
    return {
      id: uuidOf(short),
      division: fragment.code,
      level: fragment.level,
      category: text("category"),
      texts: Object.fromEntries(TEXTS.map((name) => [name, text(name)])) as Record<TextName, string>,
      english: englishOf(translation, at),
      pinyin: text("pinyin"),
      aka: text("aka").split("\n").filter(Boolean),
      provider: providers[columns.provider?.[at] ?? -1] ?? NOBODY,
      phone: text("phone"),
      fee: columns.fee?.[at] ?? null,
      audience: words("audience"),
      languages: words("languages"),
      homeVisit: columns.home_visit?.[at] === 1,
      status: text("status") || "active",
      verifiedOn: text("verified_on"),
      spots: (columns.spots?.[at] ?? []).flatMap((place) => spots[place] ?? []),
      rules: fragment.hours?.[columns.hours?.[at] ?? -1] ?? [],
      owner: text("owner") || fragment.code,
    };
  });
}

/** By category. */
export function wordsOf(wire: WireWords = {}): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Object.entries(wire).map(([code, lines]) => [code, [lines].flat().flatMap((line) => line.split("\n"))]));
}

/** A UUID from its 16 bytes in base64url, as short as an id gets on the wire. */
export function uuidOf(short: string): string {
  const bytes = atob(short.replaceAll("-", "+").replaceAll("_", "/"));
  const hex = [...bytes].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const NOBODY: Provider = { name: "", kind: "", phone: "", certificate: "" };

function providersOf({ providers = {} }: Fragment): Provider[] {
  const text = (name: string, at: number): string => providers[name]?.[at] ?? "";
  return (providers.name ?? []).map((name, at) => ({ name, kind: text("kind", at), phone: text("phone", at), certificate: text("certificate", at) }));
}

function spotsOf({ spots = {} }: Fragment): Spot[] {
  const text = (name: string, at: number): string => (spots[name]?.[at] as string | undefined) ?? "";
  return (spots.name ?? []).map((name, at) => ({
    name: name as string,
    address: text("address", at),
    entrance: text("entrance", at),
    latitude: spots.latitude?.[at] ?? null,
    longitude: spots.longitude?.[at] ?? null,
  }));
}

function englishOf(translation: Translation | undefined, at: number): Partial<Record<TextName, string>> {
  const english: Partial<Record<TextName, string>> = {};
  for (const name of TEXTS) {
    const text = translation?.texts?.[name]?.[at];
    if (text) english[name] = text;
  }
  return english;
}
