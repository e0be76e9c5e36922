/** What must I do next? Overdue first; everything by keyboard; the row is found again after a look inside. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";

import { Banner } from "../components/Banner";
import { Empty } from "../components/Empty";
import { SkeletonRows } from "../components/Skeleton";
import { say } from "../components/Toast";
import { Refused } from "../data/api";
import { me } from "../data/session";
import { moment } from "../i18n/dates";
import { deskWords } from "../i18n/desk";
import { readQueue, takeStep } from "./data";
import { Frame, takesCalls } from "./Frame";
import { useKeys } from "./keys";
import { KeysSheet } from "./KeysSheet";
import { counts, current, list, search, view } from "./queue";
import { linkOf, QueueTable } from "./QueueTable";
import { SearchBox, Views } from "./QueueTop";
import { useNow } from "./useNow";
import { whyNot } from "./whyNot";

type Loaded = { cursor: string | null; pages: number; at: number; stored: boolean };

export default function Queue() {
  const w = deskWords.value;
  const { route } = useLocation();
  const loaded = useSignal<Loaded | null>(null);
  const failed = useSignal(false);
  const help = useSignal(false);
  const box = useRef<HTMLInputElement>(null);
  const now = useNow();

  async function load(cursor: string | null = null): Promise<void> {
    try {
      const { data, at, stored } = await readQueue(view.peek(), search.peek(), cursor);
      list.value = cursor ? [...list.peek(), ...data.items] : data.items;
      if (!list.peek().some((card) => card.id === current.peek())) current.value = list.peek()[0]?.id ?? null;
      counts.value = { ...data.counts };
      loaded.value = { cursor: data.next_cursor, pages: cursor ? (loaded.peek()?.pages ?? 1) + 1 : 1, at, stored };
      failed.value = false;
    } catch (error) {
      failed.value = true;
      if (error instanceof Refused && error.status === 401) me.value = null;
    }
  }
  useEffect(() => {
    if (me.value?.kind === "staff") void load();
  }, [view.value, search.value]);
  useEffect(() => {
    if (loaded.peek()?.pages === 1 && !document.hidden) void load(); // a screen that stands open all day stays true
  }, [now]);

  const move = (by: 1 | -1) => (): void => {
    const index = list.value.findIndex((card) => card.id === current.value);
    const next = list.value[Math.max(0, index + by)];
    if (!next) return;
    current.value = next.id;
    document.getElementById(linkOf(next))?.focus({ preventScroll: true }); // so that Enter follows it
  };
  const accept = async (): Promise<void> => {
    const card = list.value.find((one) => one.id === current.value);
    if (!card || card.state !== "submitted") return;
    try {
      const { version } = await takeStep(card.id, { act: "accept", version: card.version });
      say({ text: w.accepted, undo: { label: w.undo, act: () => void undo(card.id, version) } });
    } catch (error) {
      say(whyNot(error));
    }
    await load();
  };
  const undo = async (id: string, version: number): Promise<void> => {
    await takeStep(id, { act: "undo", version }).catch((error: unknown) => say(whyNot(error)));
    await load();
  };
  useKeys({
    j: move(1),
    k: move(-1),
    enter: () => current.value && route(`/desk/r/${current.value}`),
    a: () => void accept(),
    c: () => takesCalls() && route("/desk/intake"),
    "/": () => box.current?.focus(),
    "?": () => {
      help.value = true;
    },
    "？": () => {
      help.value = true;
    },
  });

  return (
    <Frame title={w.queue}>
      <div class="desk__head">
        <h1>{w.queue}</h1>
        <span class="chip only-desk">{scopeName()}</span>
        <span class="grow" />
        <SearchBox box={box} />
      </div>
      <Views />
      {loaded.value?.stored && <Banner kind="offline">{w.offline(moment(loaded.value.at))}</Banner>}
      {failed.value && (
        <Banner kind="bad" action={<button type="button" class="textbtn" onClick={() => void load()}>{w.retry}</button>}>{w.failed}</Banner>
      )}
      {!loaded.value && !failed.value && <SkeletonRows rows={9} />}
      {loaded.value && list.value.length === 0 && (
        <Empty art="row" title={search.value ? w.nothingFound : w.empty}>{search.value ? "" : w.emptyHint}</Empty>
      )}
      {list.value.length > 0 && <QueueTable cards={list.value} now={now} />}
      {loaded.value?.cursor && (
        <button type="button" class="btn" onClick={() => void load(loaded.value?.cursor ?? null)}>{w.older}</button>
      )}
      <div class="hints only-desk">
        <span><kbd>J</kbd> <kbd>K</kbd> {w.keys.upDown}</span>
        <span><kbd>Enter</kbd> {w.keys.open}</span>
        <span><kbd>A</kbd> {w.keys.accept}</span>
        <span><kbd>/</kbd> {w.keys.search}</span>
        <span><kbd>?</kbd> {w.keys.all}</span>
      </div>
      <KeysSheet open={help} />
    </Frame>
  );
}

function scopeName(): string {
  const rights = me.value?.rights ?? [];
  return deskWords.value.scope(rights[0]?.division_name ?? "", rights.length);
}
