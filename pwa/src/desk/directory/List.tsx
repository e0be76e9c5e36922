/** What our desk keeps: services, organizations or places, found by a few letters, with everything by keyboard. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";

import { Banner } from "../../components/Banner";
import { Empty } from "../../components/Empty";
import { Icon } from "../../components/Icon";
import { SkeletonRows } from "../../components/Skeleton";
import { Refused } from "../../data/api";
import { newId } from "../../data/ids";
import { me } from "../../data/session";
import { moment } from "../../i18n/dates";
import { directoryWords } from "../../i18n/directory";
import { Frame } from "../Frame";
import { useKeys } from "../keys";
import type { Noun } from "./bodies";
import { CheckedBar } from "./CheckedBar";
import { ListTable, linkOf } from "./ListTable";
import { ListTop } from "./ListTop";
import { lists, readPage } from "./rows";
import { Sections } from "./Sections";

const LETTER: Record<Noun, string> = { services: "s", organizations: "o", locations: "l" };

export function List({ noun }: { noun: Noun }) {
  const w = directoryWords.value.list;
  const { route } = useLocation();
  const { show, q, category, rows, cursor, current, at, stored } = lists[noun];
  const failed = useSignal(false);
  const picked = useSignal<ReadonlySet<string>>(new Set());
  const box = useRef<HTMLInputElement>(null);
  const asked = useRef(0);
  const isLoading = useRef(false);
  const address = (id: string): string => `/desk/directory/${LETTER[noun]}/${id}`;
  const fresh = (): string => `${address(newId())}?new=1`;

  async function load(from: string | null = null): Promise<void> {
    const question = ++asked.current;
    isLoading.current = true;
    try {
      const page = await readPage(noun, from);
      if (question !== asked.current) return; // somebody typed on
      rows.value = from ? [...(rows.peek() ?? []), ...page.data.items] : page.data.items;
      cursor.value = page.data.next_cursor;
      at.value = page.at;
      stored.value = page.stored;
      failed.value = false;
      if (!rows.value.some(({ id }) => id === current.peek())) current.value = rows.value[0]?.id ?? null;
    } catch (error) {
      if (question !== asked.current) return;
      failed.value = true;
      if (error instanceof Refused && error.status === 401) me.value = null;
    } finally {
      if (question === asked.current) isLoading.current = false;
    }
  }
  const more = (): void => {
    if (cursor.peek() && !isLoading.current) void load(cursor.peek());
  };
  useEffect(() => {
    picked.value = new Set();
    if (me.value?.kind === "staff") void load();
  }, [noun, show.value, q.value, category.value]);

  const move = (by: 1 | -1) => (): void => {
    const all = rows.peek() ?? [];
    const index = all.findIndex(({ id }) => id === current.peek());
    const next = all[Math.max(0, index + by)];
    if (!next) return more();
    current.value = next.id;
    const link = document.getElementById(linkOf(next.id));
    link?.focus({ preventScroll: true }); // so that Enter follows it
    link?.closest("tr")?.scrollIntoView({ block: "nearest" });
  };
  const pick = (id: string | null): void => {
    if (!id || show.peek() !== "stale") return;
    const next = new Set(picked.peek());
    if (!next.delete(id)) next.add(id);
    picked.value = next;
  };
  useKeys({
    j: move(1),
    k: move(-1),
    x: () => pick(current.peek()),
    c: () => route(fresh()),
    enter: () => current.peek() && route(address(current.peek() ?? "")),
    "/": () => box.current?.focus(),
  });

  return (
    <Frame title={directoryWords.value.sections[noun]} at="directory">
      <div class="desk__head">
        <h1>{directoryWords.value.sections.label}</h1>
        <span class="grow" />
        <a class="btn btn--primary btn--small" href={fresh()}>
          <Icon name="plus" size="s" />
          {w.add[noun]} <kbd>C</kbd>
        </a>
      </div>
      <Sections />
      <ListTop noun={noun} box={box} />
      {stored.value && <Banner kind="offline">{w.offline(moment(at.value))}</Banner>}
      {failed.value && <Banner kind="bad" action={<button type="button" class="textbtn" onClick={() => void load()}>{directoryWords.value.edit.retry}</button>}>{directoryWords.value.edit.failed}</Banner>}
      {!rows.value && !failed.value && <SkeletonRows rows={9} />}
      {rows.value?.length === 0 && <Empty art="row" title={q.value || category.value ? w.nothingFound : w.empty[show.value]}>{q.value || category.value ? w.nothingFoundHint : w.emptyHint[show.value]}</Empty>}
      {rows.value && rows.value.length > 0 && (
        <>
          {noun === "services" && show.value === "stale" && <CheckedBar rows={rows.value} picked={picked} onDone={() => void load()} />}
          <ListTable noun={noun} rows={rows.value} current={current} picked={noun === "services" && show.value === "stale" ? picked : null} onPick={pick} address={address} />
          {cursor.value && <More words={w.more} onMore={more} />}
        </>
      )}
      <div class="hints only-desk">
        <span><kbd>J</kbd> <kbd>K</kbd> {w.keys.upDown}</span>
        <span><kbd>Enter</kbd> {w.keys.open}</span>
        <span><kbd>/</kbd> {w.keys.search}</span>
        <span><kbd>C</kbd> {w.add[noun]}</span>
        {show.value === "stale" && noun === "services" && <span><kbd>X</kbd> {w.keys.pick}</span>}
      </div>
    </Frame>
  );
}

/** The next page comes by itself when the end of this one is seen, or is asked for. */
function More({ words, onMore }: { words: string; onMore: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const watch = new IntersectionObserver((seen) => seen.some(({ isIntersecting }) => isIntersecting) && onMore(), { rootMargin: "400px" });
    if (button.current) watch.observe(button.current);
    return () => watch.disconnect();
  });
  return <button type="button" class="btn" ref={button} onClick={onMore}>{words}</button>;
}
