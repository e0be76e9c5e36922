/** What became of mine? What waits for the resident first, then what did not leave, what will leave by itself, the rest. */
import "../../style/photos.css";
import "../../style/progress.css";
import "./help.css";
import "./list.css";

import { useSignal } from "@preact/signals";
import { useLocation } from "preact-iso";
import { useCallback, useEffect } from "preact/hooks";

import { Banner } from "../../components/Banner";
import { Empty } from "../../components/Empty";
import { Icon } from "../../components/Icon";
import { Screen } from "../../components/Screen";
import { Refused, Unreachable } from "../../data/api";
import { city } from "../../data/city";
import { drafts, listDrafts } from "../../data/draft";
import { type Group, groups, type Item, mine } from "../../data/mine";
import { offline } from "../../data/network";
import { refreshMine } from "../../data/requests";
import { isRefused } from "../../data/unsent";
import { moment } from "../../i18n/dates";
import { helpWords } from "../../i18n/help";
import { DangerLine } from "./DangerLine";
import { Drafts } from "./Drafts";
import { Inbox } from "./Inbox";
import { RequestCard } from "./RequestCard";
import { RefusedStep, UnsentCard } from "./UnsentCard";
import { useSeenAgain } from "./useSeenAgain";

const FIRST: readonly Group[] = ["yours", "failed"];
const THEN: readonly Group[] = ["waiting", "open", "over"];

export default function Home() {
  const w = helpWords.value;
  const { query, route } = useLocation();
  const isStale = useSignal(false);
  const now = Date.now();
  const refresh = useCallback(async () => {
    try {
      await refreshMine();
      isStale.value = false;
    } catch (error) {
      if (!(error instanceof Unreachable || error instanceof Refused)) throw error;
      isStale.value = true;
    }
  }, []);

  useEffect(() => {
    if (query.shared) route(`/help/new?shared=${query.shared}`, true);
    void listDrafts();
    void refresh();
  }, []);
  useSeenAgain(refresh);

  const isEmpty = mine.value.length === 0 && drafts.value.length === 0;
  return (
    <Screen title={w.title} tab="help" top={<Top />}>
      {offline.value && <Banner kind="offline" lead={w.offlineLead}>{w.offline}</Banner>}
      {!offline.value && isStale.value && <Banner kind="info">{w.listFailed}</Banner>}
      <AskCard />
      <a class="btn btn--wide help__call" href={`tel:${city.hotline}`}>
        <Icon name="phone" weight="fill" />
        {w.callHotline(city.hotline)}
      </a>
      <DangerLine />
      <Drafts />
      {isEmpty && <Empty title={w.emptyTitle}>{w.empty}</Empty>}
      {FIRST.map((group) => <Section key={group} group={group} now={now} />)}
      <Inbox />
      {THEN.map((group) => <Section key={group} group={group} now={now} />)}
      <a class="textbtn help__lookup" href="/help/lookup">
        <Icon name="magnifying-glass" />
        {w.lookupLink}
      </a>
    </Screen>
  );
}

function Top() {
  const w = helpWords.value;
  return (
    <header class="topbar help__top">
      <h1 class="grow">{w.title}</h1>
      <a class="textbtn" href={`tel:${city.hotline}`} aria-label={w.hotlineLabel(city.hotline)}>
        <Icon name="phone" weight="fill" size="s" />
        <span class="num">{city.hotline}</span>
      </a>
    </header>
  );
}

function AskCard() {
  const w = helpWords.value;
  return (
    <a class="ask" href="/help/new">
      <span>
        <b>
          {w.ask}
          <Icon name="arrow-circle-right" weight="fill" />
        </b>
        <span>{w.askHint}</span>
      </span>
      <Door />
    </a>
  );
}

/** The lit door: somebody is there. */
function Door() {
  return (
    <svg class="art" viewBox="0 0 120 110" aria-hidden="true">
      <path class="door-wall" d="M14 110V52l46-42 46 42v58z" />
      <path class="a-lamp" d="M4 58L60 6l56 52-7 7L60 20 11 65zM40 110V82a20 20 0 0 1 40 0v28z" />
      <path class="door-light" d="M60 110V62a20 20 0 0 1 20 20v28z" />
      <circle class="door-knob" cx="73" cy="92" r="2.6" />
      <path
        class="door-leaf"
        d="M24 110V98M24 98c-7-2-8-9-7-12 5 1 8 6 7 12zM24 102c6-1 8-7 7-10-5 1-7 5-7 10zM98 110V98M98 98c-7-2-8-9-7-12 5 1 8 6 7 12zM98 102c6-1 8-7 7-10-5 1-7 5-7 10z"
      />
    </svg>
  );
}

function Section({ group, now }: { group: Group; now: number }) {
  const w = helpWords.value;
  const items = groups.value[group];
  if (items.length === 0) return null;
  const seenAt = offline.value ? Math.max(0, ...items.map((item) => item.request.copiedAt ?? 0)) : 0;
  return (
    <>
      <div class="section-head">
        <h2>{w.groups[group]}</h2>
        <span class="small muted">{seenAt > 0 ? w.storedAt(moment(seenAt, now)) : w.count(items.length)}</span>
      </div>
      <ul class="stack">
        {items.map((item) => <li key={item.request.id}>{cardOf(item, group, now)}</li>)}
      </ul>
    </>
  );
}

function cardOf(item: Item, group: Group, now: number) {
  const refused = item.steps.filter(isRefused);
  if (refused.length > 0) return refused.map((row) => <RefusedStep key={row.id} row={row} description={item.request.description} />);
  if (item.row && (group === "failed" || group === "waiting")) return <UnsentCard item={item} now={now} />;
  return <RequestCard item={item} now={now} />;
}
