/** Which part of the queue, what narrows it, and what in it. */
import { useSignal } from "@preact/signals";
import { useLocation } from "preact-iso";
import type { RefObject } from "preact";

import { Icon } from "../components/Icon";
import { childrenOf, type Division } from "../data/divisions";
import { nameOf } from "../data/place";
import { me } from "../data/session";
import { TERMS } from "../data/taxonomy.gen";
import { lang } from "../i18n";
import { deskWords } from "../i18n/desk";
import { queueWords } from "../i18n/queue";
import { type Filters, NO_FILTERS, SOURCES, type View, VIEWS } from "./data";
import { addressOf, counts, filters, search, view } from "./queue";

/** As the server counts: from here on only "so many or more". */
const many = (which: View): number => (which === "all" ? 100 : 1000);

export function Views() {
  const w = queueWords.value;
  const { route } = useLocation();
  const choose = (next: View) => (): void => route(addressOf(next, filters.value), true);
  return (
    <div class="chips chips--wrap" role="group" aria-label={deskWords.value.queue}>
      {VIEWS.map((one) => (
        <button key={one} type="button" class="chip" aria-pressed={view.value === one} onClick={choose(one)}>
          {w.views[one]}
          {counts.value[one] !== undefined && <b class="num">{(counts.value[one] ?? 0) >= many(one) ? w.many(many(one) - 1) : counts.value[one]}</b>}
        </button>
      ))}
    </div>
  );
}

export function FilterBar() {
  const w = queueWords.value;
  const { route } = useLocation();
  const below = useSignal<readonly Division[] | null>(null);
  const now = filters.value;
  const change = (but: Partial<Filters>): void => route(addressOf(view.value, { ...now, ...but }), true);
  const divisions = async (): Promise<void> => {
    below.value ??= await divisionsBelow().catch(() => null); // asked again at the next press
  };
  const isNarrowed = now.category || now.division || now.source || now.urgent;
  return (
    <div class="filters" role="group" aria-label={w.filters}>
      <select class="input filters__one" aria-label={w.filterBy.category} value={now.category} onChange={(event) => change({ category: event.currentTarget.value })}>
        <option value="">{w.anyCategory}</option>
        {TERMS.filter((term) => term.requests).map((term) => <option key={term.code} value={term.code}>{lang.value === "en" ? term.en : term.zh}</option>)}
      </select>
      <select
        class="input filters__one"
        aria-label={w.filterBy.division}
        value={now.division}
        onFocus={() => void divisions()}
        onPointerDown={() => void divisions()}
        onChange={(event) => change({ division: event.currentTarget.value })}
      >
        <option value="">{w.anyDivision}</option>
        {now.division && !below.value && <option value={now.division}>{now.division}</option>}
        {below.value?.map((division) => <option key={division.code} value={division.code}>{nameOf(division)}</option>)}
      </select>
      <select class="input filters__one" aria-label={w.filterBy.source} value={now.source} onChange={(event) => change({ source: event.currentTarget.value })}>
        <option value="">{w.anySource}</option>
        {SOURCES.map((one) => <option key={one} value={one}>{deskWords.value.source[one]}</option>)}
      </select>
      <button type="button" class="chip" aria-pressed={now.urgent} onClick={() => change({ urgent: !now.urgent })}>{w.filterBy.urgent}</button>
      {isNarrowed && <button type="button" class="textbtn" onClick={() => change(NO_FILTERS)}>{w.clear}</button>}
    </div>
  );
}

/** What lies directly below one's own desks. */
async function divisionsBelow(): Promise<Division[]> {
  const own = me.value?.rights.flatMap((right) => right.division ?? []) ?? [];
  return (await Promise.all([...new Set(own)].map((code) => childrenOf(code)))).flat();
}

export function SearchBox({ box }: { box: RefObject<HTMLInputElement> }) {
  const w = deskWords.value;
  return (
    <form
      class="search desk__search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        search.value = box.current?.value.trim() ?? "";
        box.current?.blur();
      }}
    >
      <Icon name="magnifying-glass" />
      <input
        ref={box}
        type="search"
        aria-label={w.search}
        placeholder={w.searchHint}
        defaultValue={search.value}
        onInput={(event) => {
          if (!event.currentTarget.value) search.value = "";
        }}
      />
      <kbd class="only-desk">/</kbd>
    </form>
  );
}
