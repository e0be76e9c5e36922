/** What fits: one list, filters above it, and a way on when nothing does. */
import { useSignal } from "@preact/signals";
import { useLocation } from "preact-iso";

import { Icon } from "../../components/Icon";
import { SkeletonRows } from "../../components/Skeleton";
import { say } from "../../components/Toast";
import { catalogue, suggestTerms } from "../../data/catalogue";
import { canLocate, locate, position } from "../../data/position";
import { textSize } from "../../data/prefs";
import { servicesWords } from "../../i18n/services";
import { AllKinds } from "./AllKinds";
import { addressOf, type Ask, isBlank, wantsLargeText } from "./ask";
import { findAround, termOf } from "./around";
import { Filters } from "./Filters";
import { Freshness } from "./Freshness";
import { LargeTextRow } from "./LargeTextRow";
import { NothingFound, NoMatch } from "./NothingFound";
import { ResultRow } from "./ResultRow";
import { termName } from "./Tiles";

const PAGE = 30;

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
  return (
    <>
      <Freshness />
      <Filters ask={ask} />
      {isBlank(ask) ? <AllKinds /> : <Found ask={ask} />}
    </>
  );
}

function Found({ ask }: { ask: Ask }) {
  const w = servicesWords.value;
  const pages = useSignal(1);
  const here = catalogue.value;
  const found = here ? findAround(here, ask) : [];
  if (!found.length) return <NothingFound ask={ask} />;
  const shown = found.slice(0, pages.value * PAGE);
  const large = textSize.value !== "std";
  return (
    <>
      <Suggested ask={ask} />
      <div class="between results__head">
        <p role="status">
          <b>{w.found(found.length)}</b>
        </p>
        {canLocate() && <OrderButton ask={ask} />}
      </div>
      <ul class={large ? "stack" : "card card--flush rows"}>
        {shown.map((one) => (
          <ResultRow key={one.entry.id} found={one} q={ask.q} large={large} />
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

/** Kinds that the words mean: a chosen kind is nearly always more exact than free text. */
function Suggested({ ask }: { ask: Ask }) {
  const w = servicesWords.value;
  if (!ask.q.trim() || ask.category) return null;
  const terms = suggestTerms(ask.q).map(termOf).filter((term) => term !== undefined);
  if (!terms.length) return null;
  return (
    <p class="cluster suggested">
      <span class="small muted">{w.suggested}</span>
      {terms.map((term) => (
        <a key={term.code} class="chip" href={addressOf({ ...ask, q: "", category: term.code })}>
          {termName(term)}
        </a>
      ))}
    </p>
  );
}

function OrderButton({ ask }: { ask: Ask }) {
  const w = servicesWords.value;
  const { route } = useLocation();
  const change = async (): Promise<void> => {
    if (!ask.near && !position.value && !(await locate())) {
      say(w.notLocatedShort);
      return;
    }
    route(addressOf({ ...ask, near: !ask.near }), true);
  };
  return (
    <button type="button" class="textbtn" onClick={() => void change()}>
      <Icon name="arrows-down-up" size="s" />
      {ask.near ? w.bestFirst : w.nearFirst}
    </button>
  );
}
