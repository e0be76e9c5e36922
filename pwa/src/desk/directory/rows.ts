/** The lists of the directory as last read, so that a row is found again after a look inside. */
import { type Signal, signal } from "@preact/signals";

import { send } from "../../data/api";
import { type Seen, seen } from "../../data/pages";
import type { Noun } from "./bodies";

export const SHOWS = ["published", "draft", "stale", "deleted"] as const;
export type Show = (typeof SHOWS)[number];

/** A line of a list; what a noun has not is left out. */
export type Row = {
  id: string;
  name: string;
  owner: string;
  version: number;
  category?: string;
  organization_name?: string;
  kind?: string;
  address?: string;
  latitude?: number | null;
  longitude?: number | null;
  phone?: string;
  verified_on?: string | null;
  is_stale?: boolean;
  draft_by?: string | null;
  deleted_at?: string | null;
};

type Page = { items: Row[]; next_cursor: string | null };

export type Listed = {
  show: Signal<Show>;
  q: Signal<string>;
  category: Signal<string>;
  rows: Signal<readonly Row[] | null>;
  cursor: Signal<string | null>;
  current: Signal<string | null>; // the row last opened or chosen
  at: Signal<number>; // ms
  stored: Signal<boolean>;
};

const listed = (): Listed => ({
  show: signal<Show>("published"), q: signal(""), category: signal(""), rows: signal(null), cursor: signal(null), current: signal(null), at: signal(0), stored: signal(false),
});

export const lists: Record<Noun, Listed> = { services: listed(), organizations: listed(), locations: listed() };

/** One page of a list; as last seen when there is no network. Throws Unreachable, Refused. */
export function readPage(noun: Noun, cursor: string | null): Promise<Seen<Page>> {
  const { show, q, category } = lists[noun];
  const query = new URLSearchParams({ show: show.peek(), ...(q.peek() && { q: q.peek() }), ...(category.peek() && { category: category.peek() }), ...(cursor && { cursor }) });
  const path = `/api/desk/${noun}?${query}`;
  return seen(path, async () => (await (await send(new URL(path, location.origin).href)).json()) as Page);
}
