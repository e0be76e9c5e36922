/** Which doors are still to be visited, and has everything left this phone? An interviewer's list, for days without a network. */
import "./visits.css";

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Banner } from "../../components/Banner";
import { Empty } from "../../components/Empty";
import { Icon } from "../../components/Icon";
import { Row } from "../../components/Row";
import { Screen } from "../../components/Screen";
import { SkeletonRows } from "../../components/Skeleton";
import { TopBar } from "../../components/TopBar";
import { Refused, Unreachable } from "../../data/api";
import { offline } from "../../data/network";
import type { Door } from "../../data/visit-rows";
import { actsAt, begunAt, count, fetchRound, isAnswered, openRound, round } from "../../data/visits";
import { moment } from "../../i18n/dates";
import { visitsWords } from "../../i18n/visits";
import { RadioChips } from "../../screens/help/RadioChips";
import { HandBack } from "./HandBack";
import { handedTo } from "./hands";
import { NotTaken } from "./NotTaken";
import { useStaff } from "./useStaff";

const SHOWS = ["open", "done", "all"] as const;
type Show = (typeof SHOWS)[number];

export default function Round() {
  const w = visitsWords.value;
  const isStaff = useStaff();
  const isOpen = useSignal(false);
  const busy = useSignal(false);
  const trouble = useSignal("");

  /** Unasked, where there is no network, what is here stands. */
  async function load(isAsked: boolean): Promise<void> {
    busy.value = true;
    trouble.value = "";
    try {
      await fetchRound();
    } catch (error) {
      if (isAsked || !round.peek() || !(error instanceof Unreachable)) trouble.value = whyNot(error);
    }
    busy.value = false;
  }
  useEffect(() => {
    if (!isStaff) return;
    void openRound().then(() => {
      isOpen.value = true;
      if (!handedTo.peek()) return load(false);
    });
  }, [isStaff]);

  if (!isStaff) return null;
  if (handedTo.value) return <HandBack />;
  const kept = round.value;
  const isMissing = isOpen.value && !kept && !busy.value;
  return (
    <Screen title={w.title} top={<TopBar up="/me" title={w.title} />}>
      <h1 class="vh">{w.title}</h1>
      {offline.value && <Banner kind="offline" lead={w.offlineLead}>{w.offline}</Banner>}
      {trouble.value && <Banner kind="bad">{trouble.value}</Banner>}
      <Counter />
      <NotTaken />
      {!isOpen.value && <SkeletonRows rows={4} />}
      {isMissing && <Empty art="row" title={w.noRound}>{w.noRoundHint}</Empty>}
      {kept && <Doors doors={kept.waves.flatMap(({ units }) => units)} />}
      <div class="visits__load">
        <button type="button" class="btn btn--wide" aria-busy={busy.value} onClick={() => void (busy.value || load(true))}>
          <Icon name="arrows-clockwise" />
          {busy.value ? w.loading : kept ? w.reload : w.load}
        </button>
        {kept && <p class="small muted">{w.loadedAt(moment(kept.at))}</p>}
      </div>
    </Screen>
  );
}

/** What the interviewer looks at before switching off. */
function Counter() {
  const w = visitsWords.value;
  const { kept, sent, tries } = count.value;
  return (
    <section class="card visits__count">
      <p class="visits__number num" role="status">
        <Icon name={kept ? "tray-arrow-up-bold" : "check-circle-regular"} />
        {w.count(kept, sent)}
      </p>
      {tries > 0 && <p class="small">{w.tries(tries)}</p>}
      <p class="small muted">{kept + tries === 0 && sent > 0 ? w.allSent : w.countHint}</p>
    </section>
  );
}

function Doors({ doors }: { doors: Door[] }) {
  const w = visitsWords.value;
  const show = useSignal<Show>("open");
  const looked = useSignal("");
  if (doors.length === 0) return <Empty art="house" title={w.nothingHandedOut} />;
  const sought = looked.value.normalize("NFKC").trim();
  const shown = doors.filter((door) => {
    const isDone = isAnswered(door) || isSettled(door);
    const isShown = show.value === "all" || isDone === (show.value === "done");
    return sought ? `${door.address} ${door.number}`.includes(sought) : isShown;
  });
  const places = [...new Set(shown.map(({ division_name: name }) => name))];
  return (
    <>
      <input
        type="search"
        class="input"
        aria-label={w.find}
        placeholder={w.find}
        value={looked.value}
        onInput={(event) => (looked.value = event.currentTarget.value)}
      />
      <RadioChips
        name="visits-show"
        legend={w.showName}
        hideLegend
        look="seg"
        options={SHOWS.map((value) => ({ value, label: w.show[value] }))}
        value={show.value}
        onChange={(value) => (show.value = value)}
      />
      <p class="small muted" role="status">{w.found(shown.length)}</p>
      {shown.length === 0 && <p>{w.noneLeft}</p>}
      {places.map((place) => (
        <section key={place}>
          <div class="section-head"><h2>{place}</h2></div>
          <div class="card card--flush rows visits__doors">
            {shown.filter(({ division_name: name }) => name === place).map((door) => <OneDoor key={door.id} door={door} />)}
          </div>
        </section>
      ))}
    </>
  );
}

function OneDoor({ door }: { door: Door }) {
  const w = visitsWords.value;
  return <Row href={`/desk/visits/d/${door.id}`} title={nameOf(door)} sub={`${w.groups[door.audience as keyof typeof w.groups]} · ${standing(door)}`} />;
}

/** As the interviewer calls it: the address, or its number in the list. */
export function nameOf({ address, number }: Door): string {
  return address || visitsWords.value.number(number);
}

/** Every result so far, the last one first. */
export function resultsOf(door: Door): { result: string; day: string; daypart: string }[] {
  const known = new Set(door.tries.map(({ id }) => id));
  const here = actsAt(door.id).filter(({ id, what }) => what !== "answered" && !known.has(id));
  return [...door.tries, ...here.map(({ what, ...when }) => ({ ...when, result: what }))].reverse();
}

function isSettled(door: Door): boolean {
  const last = resultsOf(door)[0]?.result ?? "later";
  return last !== "not_home" && last !== "later";
}

function standing(door: Door): string {
  const w = visitsWords.value;
  if (isAnswered(door)) return w.answered;
  if (begunAt(door.id)) return w.begun;
  const [last] = resultsOf(door);
  return last ? w.results[last.result as keyof typeof w.results] : w.number(door.number);
}

function whyNot(error: unknown): string {
  const w = visitsWords.value;
  if (error instanceof Unreachable) return w.needsNetwork;
  if (error instanceof Refused) return error.status === 403 ? w.notInterviewer : error.status === 401 ? w.signInAgain : w.failed;
  return w.failed;
}
