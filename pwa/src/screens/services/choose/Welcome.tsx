/** The first screen: where do you live? By typing, by walking down the network, or by standing near. */
import "../../../style/start.css";

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Banner } from "../../../components/Banner";
import { Icon } from "../../../components/Icon";
import { Row } from "../../../components/Row";
import { Screen } from "../../../components/Screen";
import { SkeletonRows } from "../../../components/Skeleton";
import { BackButton } from "../../../components/TopBar";
import { city } from "../../../data/city";
import { type Division, knowsEnoughPlaces, nearby, searchDivisions } from "../../../data/divisions";
import { offline } from "../../../data/network";
import { canLocate, locate } from "../../../data/position";
import { nameOf, place, whereabouts } from "../../../data/place";
import { servicesWords } from "../../../i18n/services";
import { picked } from "./choosing";
import { CommunityChoices } from "./CommunityChoices";
import { EnterBar } from "./EnterBar";
import { SearchField } from "../SearchField";
import { StreetArt } from "./StreetArt";
import { Masthead } from "./Masthead";

type Found = { state: "idle" | "loading" | "unreachable"; items: Division[]; near: boolean };
type Locating = "idle" | "asking" | "refused" | "tooFew";

const NOTHING: Found = { state: "idle", items: [], near: false };
const PAUSE_MS = 200; // between the last letter and the question

export default function Welcome() {
  const w = servicesWords.value;
  const q = useSignal("");
  const found = useSignal<Found>(NOTHING);
  const locating = useSignal<Locating>("idle");
  const canLookAround = useSignal(false);

  useEffect(() => {
    picked.value = null;
    if (!canLocate()) return;
    knowsEnoughPlaces().then(
      (enough) => {
        canLookAround.value = enough;
      },
      () => {}, // no network: typing will say so
    );
  }, []);

  useEffect(() => {
    const typed = q.value.trim();
    if (!typed) {
      if (!found.peek().near) found.value = NOTHING;
      return;
    }
    let current = true;
    found.value = { ...found.peek(), state: "loading", near: false };
    const timer = setTimeout(async () => {
      const next = await searchDivisions(typed).then(
        (items): Found => ({ state: "idle", items, near: false }),
        (): Found => ({ ...NOTHING, state: "unreachable" }),
      );
      if (current) found.value = next;
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [q.value, offline.value]); // what was typed in vain is asked again when the network is back

  async function lookAround(): Promise<void> {
    locating.value = "asking";
    const here = await locate();
    if (!here) {
      locating.value = "refused";
      return;
    }
    const items = await nearby(here).catch(() => []);
    locating.value = items.length ? "idle" : "tooFew";
    if (items.length && !q.peek()) found.value = { state: "idle", items, near: true };
  }

  return (
    <Screen title={w.chooseTitle} top={<Masthead back={place.value ? <BackButton up="/" /> : null} />} bar={<EnterBar />}>
      <div class="start">
        <StreetArt />
        <h1>{w.whereDoYouLive}</h1>
        <p class="muted">{w.whatFor}</p>
        <SearchField label={w.searchCommunity} placeholder={w.communityHint} value={q.value} onInput={(text) => (q.value = text)} />
      </div>
      {offline.value && <NoNetwork />}
      {q.value.trim() || found.value.near ? (
        <>
          <div class="section-head">
            <h2>{found.value.near ? w.liveNearHere : w.communities}</h2>
            <a href="/welcome/tree">
              <Icon name="tree-structure" size="s" />
              {w.byTree}
            </a>
          </div>
          <Results found={found.value} typed={q.value.trim()} />
        </>
      ) : (
        <OtherWays locating={locating.value} onAsk={canLookAround.value ? () => void lookAround() : null} />
      )}
      <p class="small muted">
        {w.yourHome}
        {w.unsure} <a href={`tel:${city.hotline}`}>{city.hotline}</a>
        {w.fullStop}
      </p>
    </Screen>
  );
}

/** Only the first time: what is kept on the phone later is not there yet. */
function NoNetwork() {
  const w = servicesWords.value;
  return (
    <Banner kind="offline" lead={w.noNetworkYet}>
      {w.chooseNeedsNetwork}
      {w.callsWork}
    </Banner>
  );
}

function Results({ found, typed }: { found: Found; typed: string }) {
  const w = servicesWords.value;
  if (found.state === "unreachable") return offline.value ? null : <NoNetwork />;
  if (found.state === "loading" && !found.items.length) return <SkeletonRows rows={3} />;
  const communities = found.items.filter((item) => item.level === "community");
  const larger = found.items.filter((item) => item.level === "street" || item.level === "district");
  if (typed && found.state === "idle" && !found.items.length) {
    return <p role="status">{w.noCommunity(typed)}</p>;
  }
  return (
    <>
      {communities.length > 0 && <CommunityChoices legend={w.communities} items={communities} />}
      {larger.length > 0 && (
        <ul class="card card--flush rows">
          {larger.map((item) => (
            <li key={item.code}>
              <Row href={`/welcome/tree?open=${item.code}`} title={nameOf(item)} sub={whereabouts(item) || w.insideIt} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** For whoever would rather not type. */
function OtherWays({ locating, onAsk }: { locating: Locating; onAsk: (() => void) | null }) {
  const w = servicesWords.value;
  const said = { idle: w.positionUse, asking: w.locating, refused: w.notLocated, tooFew: w.tooFewPlaces }[locating];
  return (
    <ul class="card card--flush rows">
      <li>
        <Row href="/welcome/tree" icon={<Icon name="tree-structure" />} title={w.byTree} sub={w.byTreeHint} />
      </li>
      {onAsk && (
        <li>
          <Row onClick={onAsk} icon={<Icon name="navigation-arrow" />} title={w.lookAround} sub={<span role="status">{said}</span>} />
        </li>
      )}
    </ul>
  );
}
