/** The queue as the server has it, read again when something in it changed. */
import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { say } from "../components/Toast";
import { Refused } from "../data/api";
import { me } from "../data/session";
import { queueWords } from "../i18n/queue";
import { type Caller, findCaller, NO_FILTERS, readQueue } from "./data";
import { isPhone } from "./ByPhone";
import { news } from "./live";
import { counts, current, filters, list, search, view } from "./queue";

const PAGE = 50;
const LONGEST = 200; // rows that the server gives at once

export type Loaded = { cursor: string | null; at: number; stored: boolean };
export type Reading = {
  loaded: Signal<Loaded | null>;
  failed: Signal<boolean>;
  caller: Signal<Caller | null>; // of a number that was looked for
  more: () => Promise<void>;
  refresh: () => Promise<void>;
};

export function useQueue(now: number): Reading {
  const loaded = useSignal<Loaded | null>(null);
  const failed = useSignal(false);
  const caller = useSignal<Caller | null>(null);
  const turn = useSignal(0); // an answer to an older question is dropped

  async function read(cursor: string | null, limit: number): Promise<void> {
    const asked = cursor ? turn.peek() : ++turn.value;
    try {
      const { data, at, stored } = await readQueue({ view: view.peek(), q: search.peek(), filters: filters.peek(), cursor, limit });
      if (asked !== turn.peek()) return;
      const known = new Set(data.items.map((card) => card.id));
      list.value = cursor ? [...list.peek().filter((card) => !known.has(card.id)), ...data.items] : data.items;
      if (!list.peek().some((card) => card.id === current.peek())) current.value = list.peek()[0]?.id ?? null;
      counts.value = { ...data.counts };
      loaded.value = { cursor: data.next_cursor, at, stored };
      failed.value = false;
    } catch (error) {
      failed.value = true;
      if (error instanceof Refused && error.status === 401) me.value = null;
    }
  }
  async function look(): Promise<void> {
    caller.value = null;
    if (!isPhone(search.peek())) return read(null, PAGE);
    try {
      caller.value = await findCaller(search.peek());
    } catch (error) {
      say(error instanceof Refused && error.status === 422 ? queueWords.value.badPhone : String((error as Error).message));
    }
  }
  /** As much again as stands here, and what is new in it said aloud. */
  async function refresh(): Promise<void> {
    if (caller.peek()) return;
    const before = new Set(list.peek().map((card) => card.id));
    const long = list.peek().length > LONGEST ? list.peek() : null;
    await read(null, Math.min(LONGEST, Math.max(PAGE, list.peek().length)));
    if (long && loaded.peek()) {
      const head = new Set(list.peek().map((card) => card.id));
      const tail = long.slice(LONGEST).filter((card) => !head.has(card.id));
      list.value = [...list.peek(), ...tail]; // further down it is as old as it was; its own page is true
    }
    const fresh = list.peek().filter((card) => !before.has(card.id) && card.state === "submitted").length;
    if (fresh && before.size) say(queueWords.value.fresh(fresh));
  }

  const isStaff = me.value?.kind === "staff";
  useEffect(() => {
    if (isStaff) void look();
  }, [view.value, search.value, filters.value, isStaff]);
  useEffect(() => {
    if (loaded.peek() && !document.hidden) void refresh(); // the stream may be down: a screen that stands all day stays true
  }, [now]);
  useEffect(() => {
    if (news.value && loaded.peek()) void refresh();
  }, [news.value]);

  return { loaded, failed, caller, more: () => read(loaded.peek()?.cursor ?? null, LONGEST), refresh };
}

export const isNarrowed = (): boolean => search.value !== "" || JSON.stringify(filters.value) !== JSON.stringify(NO_FILTERS);
