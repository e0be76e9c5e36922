/** What fits: one list, filters above it, and a way on when nothing does. */
import { useSignal } from "@preact/signals";
import { useLocation } from "preact-iso";

import { Icon } from "../../components/Icon";
import { SkeletonRows } from "../../components/Skeleton";
import { say } from "../../components/Toast";
import { knows } from "../../data/calendar";
import { type Catalogue, catalogue } from "../../data/catalogue";
import { civilTime } from "../../data/civil";
import { suggestTerms } from "../../data/finding";
import { canLocate, locate, position } from "../../data/position";
import { textSize } from "../../data/prefs";
import { servicesWords } from "../../i18n/services";
import { AllKinds } from "./AllKinds";
import { addressOf, type Ask, isBlank, wantsLargeText } from "./ask";
import { type Answer, answerTo, isNearFirst } from "./answer";
import { look } from "./around";
import { Filters } from "./Filters";
import { Freshness } from "./Freshness";
import { KindChips } from "./KindChips";
import { LargeTextRow } from "./LargeTextRow";
import { NothingFound, NoMatch } from "./NothingFound";
import { holidayName, yearOf } from "./openLine";
import { ResultRow } from "./ResultRow";
import { Shut } from "./Shut";

const PAGE = 30;
const SUGGESTED = 2; // kinds: one line

export function Results({ ask }: { ask: Ask }) {
  const here = catalogue.value;
  if (wantsLargeText(ask.q)) return <LargeTextRow />;
  if (!here) {
    return (
      <>
        <Freshness />
        <SkeletonRows />
      </>
    );
  }
  const answer = answerTo(ask);
  return (
    <>
      <Freshness />
      <Filters ask={ask} all={answer.all} />
      {isBlank(ask) ? <AllKinds /> : <Found ask={ask} here={here} answer={answer} />}
    </>
  );
}

function Found({ ask, here, answer }: { ask: Ask; here: Catalogue; answer: Answer }) {
  const w = servicesWords.value;
  const pages = useSignal(1);
  const { found, minute, shutThen, next } = answer;
  if (!found.length) return <NothingFound ask={ask} />;
  const shown = found.slice(0, pages.value * PAGE);
  const large = textSize.value !== "std";
  return (
    <>
      <Suggested ask={ask} />
      {(shutThen || next) && <Shut next={next} at={ask.at} />}
      {ask.at && <DayNote here={here} minute={minute} />}
      <div class="between results__head">
        <p role="status">
          <b>{w.found(found.length)}</b>
        </p>
        <OrderButton ask={ask} />
      </div>
      <ul class={large ? "stack" : "card card--flush rows"}>
        {shown.map(({ entry }) => (
          <ResultRow key={entry.id} found={look(entry, minute)} q={ask.q} large={large} />
        ))}
      </ul>
      {shown.length < found.length && (
        <button type="button" class="btn btn--wide" onClick={() => (pages.value += 1)}>
          {w.more(Math.min(PAGE, found.length - shown.length))}
        </button>
      )}
      <NoMatch q={ask.q} />
    </>
  );
}

/** What the state's calendar has for the day that was asked about; of a year that is not announced, that nobody knows. */
function DayNote({ here: { calendar }, minute }: { here: Catalogue; minute: number }) {
  const w = servicesWords.value;
  const { day } = civilTime(minute);
  const off = calendar.off.get(day) ?? calendar.likely.get(day);
  const said = [
    off ? w.holiday(holidayName(off)) : calendar.worked.has(day) ? w.workedInstead : "",
    knows(calendar, day) ? "" : w.yearUnknown(yearOf(minute)),
  ].filter(Boolean);
  return said.length ? <p class="small muted">{said.join(w.comma)}</p> : null;
}

/** Kinds that the words mean: a chosen kind is nearly always more exact than free text. */
function Suggested({ ask }: { ask: Ask }) {
  if (!ask.q.trim() || ask.category) return null;
  return <KindChips ask={ask} codes={suggestTerms(ask.q).slice(0, SUGGESTED)} />;
}

/** Sorts at once, from the office of the community, and again when the phone has said where it is: nobody waits for that. */
function OrderButton({ ask }: { ask: Ask }) {
  const w = servicesWords.value;
  const { route } = useLocation();
  const isNear = isNearFirst(ask);
  const isAsking = useSignal(false);
  if (!canLocate() && !isNear) return null;
  const change = async (): Promise<void> => {
    if (isAsking.value) return;
    route(addressOf({ ...ask, near: !isNear }), true);
    if (isNear || position.value) return;
    isAsking.value = true;
    const found = await locate();
    isAsking.value = false;
    if (!found) say(w.notLocatedShort);
  };
  return (
    <button type="button" class="textbtn" onClick={() => void change()}>
      <Icon name="arrows-down-up" size="s" />
      {isAsking.value ? w.locating : isNear ? w.bestFirst : w.nearFirst}
    </button>
  );
}
