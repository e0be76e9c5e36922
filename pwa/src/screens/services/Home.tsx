/** Home: what is open near me? The kinds of services, the telephone, and what is open now. */
import { Empty } from "../../components/Empty";
import { Icon } from "../../components/Icon";
import { SkeletonRows } from "../../components/Skeleton";
import { type Catalogue, catalogue } from "../../data/catalogue";
import { counts } from "../../data/filters";
import { offline } from "../../data/network";
import { nameOf, type Place } from "../../data/place";
import { position } from "../../data/position";
import { textSize } from "../../data/prefs";
import { servicesWords } from "../../i18n/services";
import { addressOf, askOf } from "./ask";
import { around, look, openingNext, openNow, whereFrom } from "./around";
import { Freshness, OfflineNotes } from "./Freshness";
import { Hotline, OtherLines } from "./Hotline";
import { minuteNow } from "./now";
import { SavedRow } from "./SavedRow";
import { ServiceRow } from "./ServiceRow";
import { SurveyRow } from "./SurveyRow";
import { Tiles } from "./Tiles";

const SHOWN = 5;

export function Home({ place }: { place: Place }) {
  const large = textSize.value !== "std";
  const here = catalogue.value;
  const tiles = <Tiles counts={here && counts(around.value)} large={large} />;
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
      <SavedRow />
      {here && <OpenNow here={here} place={place} large={large} />}
      {!here && (offline.value ? <NothingKept /> : <SkeletonRows />)}
      <OfflineNotes />
      <SurveyRow />
    </>
  );
}

function OpenNow({ here, place, large }: { here: Catalogue; place: Place; large: boolean }) {
  const w = servicesWords.value;
  if (!here.entries.length) return <NoServices name={nameOf(place)} />;
  const open = openNow();
  const shown = open.length
    ? open.slice(0, SHOWN).map(({ entry }) => look(entry, minuteNow.value))
    : openingNext(around.value).slice(0, SHOWN);
  const isNear = whereFrom() !== null;
  return (
    <>
      <div class="section-head">
        <h2>{open.length ? openTitle() : w.nothingOpen}</h2>
        <a href={addressOf({ ...askOf({}), open: open.length > 0, near: isNear })}>
          {w.all}
          <Icon name="caret-right" weight="bold" size="s" />
        </a>
      </div>
      {!open.length && <p class="small muted">{w.nothingOpenHint}</p>}
      <ul class={large ? "stack" : "card card--flush rows"}>
        {shown.map((found) => (
          <ServiceRow key={found.entry.id} found={found} large={large} />
        ))}
      </ul>
      {!here.entries.some((entry) => entry.level === "community") && <p class="small muted">{w.noServices(nameOf(place))}</p>}
    </>
  );
}

/** Says from where nearness is counted: from the phone, from the office of the community, or not at all. */
function openTitle(): string {
  const w = servicesWords.value;
  if (position.value) return w.openNowNearYou;
  return whereFrom() ? w.openNowNearHome : w.openNow;
}

function NoServices({ name }: { name: string }) {
  const w = servicesWords.value;
  return (
    <Empty title={w.nothingHere(name)}>
      {w.nothingHereHint}
    </Empty>
  );
}

function NothingKept() {
  const w = servicesWords.value;
  return (
    <Empty art="line" title={w.nothingKept}>
      {w.nothingKeptHint}
    </Empty>
  );
}
