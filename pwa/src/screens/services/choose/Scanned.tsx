/** Somebody scanned a poster: is this where you live? Nothing is changed without an answer, and nobody is asked twice. */
import "../../../style/start.css";

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Screen } from "../../../components/Screen";
import { SkeletonRows } from "../../../components/Skeleton";
import { Sheet } from "../../../components/Sheet";
import { type Division, findDivision } from "../../../data/divisions";
import { labelOf, nameOf, type Place, place, whereabouts } from "../../../data/place";
import { detailWords } from "../../../i18n/detail";
import { servicesWords } from "../../../i18n/services";
import { scanned } from "../scanned";
import { enter, picked } from "./choosing";
import { EnterBar } from "./EnterBar";
import { Masthead } from "./Masthead";
import { StreetArt } from "./StreetArt";

const PATIENCE_MS = 6_000; // then it goes on as without a poster

export default function Scanned() {
  const found = useSignal<Division | null>(null);
  const code = scanned.value;
  const here = place.value;

  useEffect(() => {
    if (!code || code === here?.code) return done(); // the poster of home
    const timer = setTimeout(done, PATIENCE_MS);
    findDivision(code)
      .then((division) => {
        if (division.level === "community") found.value = division;
        else done();
      }, done) // unknown, or no network
      .finally(() => clearTimeout(timer));
    return () => clearTimeout(timer);
  }, [code]);

  if (!found.value) return here ? null : <Waiting />;
  return here ? <Other division={found.value} here={here} /> : <First division={found.value} />;
}

function done(): void {
  scanned.value = null;
}

function Waiting() {
  return (
    <Screen title={servicesWords.value.chooseTitle} top={<Masthead back={null} />}>
      <SkeletonRows rows={3} />
    </Screen>
  );
}

/** Nobody has chosen on this phone yet. */
function First({ division }: { division: Division }) {
  const w = detailWords.value;
  useEffect(() => {
    picked.value = division;
  }, [division]);
  return (
    <Screen title={w.scanned(nameOf(division))} top={<Masthead back={null} />} bar={<EnterBar onEnter={done} />}>
      <div class="start">
        <StreetArt />
        <h1>{w.scanned(nameOf(division))}</h1>
        <p class="muted">{whereabouts(division)}</p>
        <p class="small muted">{w.scannedHint}</p>
        <button type="button" class="btn" onClick={done}>{w.scannedNo}</button>
      </div>
    </Screen>
  );
}

/** A community is chosen: it stays unless they say otherwise. */
function Other({ division, here }: { division: Division; here: Place }) {
  const w = detailWords.value;
  const go = (): void => {
    picked.value = division;
    enter();
    done();
  };
  return (
    <Sheet open onClose={done} title={w.scannedOther(nameOf(division))}>
      <p class="muted">{whereabouts(division)}</p>
      <p class="muted">{w.scannedOtherHint(labelOf(here))}</p>
      <div class="pair">
        <button type="button" class="btn" onClick={done}>{w.scannedStay(labelOf(here))}</button>
        <button type="button" class="btn btn--primary" onClick={go}>{w.scannedGo(nameOf(division))}</button>
      </div>
    </Sheet>
  );
}
