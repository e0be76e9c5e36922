/** What must I do next? Overdue first; everything by keyboard; the row is found again after a look inside. */
import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";

import { Banner } from "../components/Banner";
import { Empty } from "../components/Empty";
import { SkeletonRows } from "../components/Skeleton";
import { say } from "../components/Toast";
import { me } from "../data/session";
import { moment } from "../i18n/dates";
import { deskWords } from "../i18n/desk";
import { queueWords } from "../i18n/queue";
import { Bulk } from "./Bulk";
import { ByPhone } from "./ByPhone";
import { takeStep } from "./data";
import { Frame, takesCalls } from "./Frame";
import { useKeys } from "./keys";
import { KeysSheet } from "./KeysSheet";
import { current, list, pick, readAddress, search, toReply } from "./queue";
import { linkOf, QueueTable } from "./QueueTable";
import { FilterBar, SearchBox, Views } from "./QueueTop";
import { useNow } from "./useNow";
import { isNarrowed, useQueue } from "./useQueue";
import { whyNot } from "./whyNot";

const AHEAD = 20; // rows before the end: then the next page is fetched

export default function Queue() {
  const w = deskWords.value;
  const { route, path, query } = useLocation();
  const help = useSignal(false);
  const box = useRef<HTMLInputElement>(null);
  const end = useRef<HTMLButtonElement>(null);
  const now = useNow();
  const address = JSON.stringify(query);
  useLayoutEffect(() => {
    if (path === "/desk") readAddress(query); // on the way to a request this screen still stands for a moment
  }, [path, address]);
  const { loaded, failed, caller, more, refresh } = useQueue(now);
  const cursor = loaded.value?.cursor ?? null;
  useEffect(() => {
    if (!end.current) return;
    const watch = new IntersectionObserver(([seen]) => seen?.isIntersecting && void more(), { rootMargin: "600px" });
    watch.observe(end.current);
    return () => watch.disconnect();
  }, [cursor]);

  const move = (by: 1 | -1) => (): void => {
    const index = list.value.findIndex((card) => card.id === current.value);
    const next = list.value[Math.max(0, index + by)];
    if (!next) return;
    current.value = next.id;
    if (cursor && index + AHEAD > list.value.length) void more();
    requestAnimationFrame(() => document.getElementById(linkOf(next))?.focus({ preventScroll: true })); // so that Enter follows it
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
    await refresh();
  };
  const undo = async (id: string, version: number): Promise<void> => {
    await takeStep(id, { act: "undo", version }).catch((error: unknown) => say(whyNot(error)));
    await refresh();
  };
  const showKeys = (): void => {
    help.value = true;
  };
  useKeys({
    j: move(1),
    k: move(-1),
    enter: () => current.value && route(`/desk/r/${current.value}`),
    a: () => void accept(),
    r: () => {
      if (!current.value) return;
      toReply.value = current.value;
      route(`/desk/r/${current.value}`);
    },
    c: () => takesCalls() && route("/desk/intake"),
    x: () => current.value && pick(current.value),
    "/": () => box.current?.focus(),
    "?": showKeys,
    "？": showKeys,
  });
  const isEmpty = loaded.value && list.value.length === 0 && !caller.value;

  return (
    <Frame title={w.queue}>
      <div class="desk__head">
        <h1>{w.queue}</h1>
        <span class="chip only-desk">{scopeName()}</span>
        <span class="grow" />
        <SearchBox box={box} />
      </div>
      <Views />
      <FilterBar />
      {loaded.value?.stored && <Banner kind="offline">{w.offline(moment(loaded.value.at))}</Banner>}
      {failed.value && (
        <Banner kind="bad" action={<button type="button" class="textbtn" onClick={() => void refresh()}>{w.retry}</button>}>{w.failed}</Banner>
      )}
      {!loaded.value && !failed.value && !caller.value && <SkeletonRows rows={9} />}
      {isEmpty && <Empty art="row" title={isNarrowed() ? w.nothingFound : w.empty}>{isNarrowed() ? "" : w.emptyHint}</Empty>}
      {caller.value && <ByPhone phone={search.value} found={caller.value} />}
      {!caller.value && list.value.length > 0 && <QueueTable cards={list.value} now={now} />}
      {!caller.value && cursor && <button ref={end} type="button" class="btn" onClick={() => void more()}>{w.older}</button>}
      <Bulk onDone={refresh} />
      <div class="hints only-desk">
        <span><kbd>J</kbd> <kbd>K</kbd> {w.keys.upDown}</span>
        <span><kbd>Enter</kbd> {w.keys.open}</span>
        <span><kbd>A</kbd> {w.keys.accept}</span>
        <span><kbd>R</kbd> {queueWords.value.keys.reply}</span>
        <span><kbd>X</kbd> {queueWords.value.keys.select}</span>
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
