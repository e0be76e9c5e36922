/** When nothing fits: drop the filters, the nearest kinds, call, or let the community look. What was searched in vain is counted,
 *  so that the city finds the words that are missing. */
import { useEffect } from "preact/hooks";

import { Empty } from "../../components/Empty";
import { Icon } from "../../components/Icon";
import { Row } from "../../components/Row";
import { city } from "../../data/city";
import { nearestTerms } from "../../data/finding";
import { note, tell } from "../../data/unanswered";
import { servicesWords } from "../../i18n/services";
import { AllKinds } from "./AllKinds";
import { addressOf, type Ask, isFiltered, unfiltered } from "./ask";
import { KindChips } from "./KindChips";

const SETTLED_MS = 3000; // without another letter: then it was meant so

export function NothingFound({ ask }: { ask: Ask }) {
  const w = servicesWords.value;
  const action = (
    <div class="pair">
      {isFiltered(ask) && ask.q !== "" && (
        <a class="btn" href={addressOf(unfiltered(ask))}>
          {w.dropAFilter}
        </a>
      )}
      <a class="btn" href={`tel:${city.hotline}`}>
        <Icon name="phone" weight="fill" />
        {w.callHotline(city.hotline)}
      </a>
    </div>
  );
  const isFree = !isFiltered(ask);
  useEffect(() => {
    if (!isFree || !ask.q.trim()) return;
    const timer = setTimeout(() => {
      note(ask.q);
      void tell();
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [ask.q, isFree]);
  return (
    <>
      <div role="status">
        <Empty art="line" title={w.nothingFound(ask.q)} action={action}>
          {w.nothingFoundHint}
        </Empty>
      </div>
      {ask.q && <KindChips ask={ask} codes={nearestTerms(ask.q)} />}
      <NoMatch q={ask.q} />
      <AllKinds />
    </>
  );
}

/** What was typed goes along as the first words of the request. */
export function NoMatch({ q }: { q: string }) {
  const w = servicesWords.value;
  const query = q.trim() ? `?words=${encodeURIComponent(q.trim())}` : "";
  const icon = <Icon name="hand-heart" weight="duotone" size="l" />;
  return <Row href={`/help/new${query}`} icon={icon} title={w.noMatch} sub={w.noMatchHint} card />;
}
