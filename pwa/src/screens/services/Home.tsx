/** Home: what is open near me? The kinds of services, the telephone, and what is open now. */
import { Icon } from "../../components/Icon";
import { SkeletonRows } from "../../components/Skeleton";
import { catalogue } from "../../data/catalogue";
import { nameOf, type Place } from "../../data/place";
import { position } from "../../data/position";
import { textSize } from "../../data/prefs";
import { servicesWords } from "../../i18n/services";
import { addressOf, askOf } from "./ask";
import { around, countsOf, isNow } from "./around";
import { Freshness } from "./Freshness";
import { Hotline, OtherLines } from "./Hotline";
import { ServiceRow } from "./ServiceRow";
import { SurveyRow } from "./SurveyRow";
import { Tiles } from "./Tiles";

const SHOWN = 5;

export function Home({ place }: { place: Place }) {
  const large = textSize.value !== "std";
  const here = catalogue.value;
  const tiles = <Tiles counts={here && countsOf(here)} large={large} />;
  return (
    <>
      <Freshness />
      {large ? (
        <>
          <Hotline large />
          {tiles}
        </>
      ) : (
        <>
          {tiles}
          <Hotline large={false} />
        </>
      )}
      <OtherLines />
      {here ? <OpenNow place={place} large={large} /> : <SkeletonRows />}
      <SurveyRow />
    </>
  );
}

function OpenNow({ place, large }: { place: Place; large: boolean }) {
  const w = servicesWords.value;
  const here = catalogue.value;
  if (!here) return null;
  const all = around(here);
  if (!all.length) return <p>{w.noServices(nameOf(place))}</p>;
  const open = all.filter(isNow);
  const shown = (open.length ? open : byOpening(all)).slice(0, SHOWN);
  const title = open.length ? (position.value ? w.openNowNear : w.openNow) : w.nothingOpen;
  return (
    <>
      <div class="section-head">
        <h2>{title}</h2>
        <a href={addressOf({ ...askOf({}), open: open.length > 0 })}>
          {w.all}
          <Icon name="caret-right" weight="bold" size="s" />
        </a>
      </div>
      {!open.length && <p class="small muted">{w.nothingOpenHint}</p>}
      <ul class={large ? "stack" : "card card--flush rows"}>
        {shown.map((found) => (
          <ServiceRow key={found.service.id} found={found} large={large} />
        ))}
      </ul>
    </>
  );
}
