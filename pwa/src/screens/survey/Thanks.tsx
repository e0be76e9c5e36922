/** After handing in: arrived, or kept until there is a network, or refused with what can be done. */
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";

import { RowArt } from "../../components/Art";
import { Icon } from "../../components/Icon";
import { Row } from "../../components/Row";
import { Screen } from "../../components/Screen";
import { SkeletonRows } from "../../components/Skeleton";
import { TopBar } from "../../components/TopBar";
import { type HandedIn, sheets, unsentOf } from "../../data/answers";
import { city } from "../../data/city";
import type { WaveCard } from "../../data/surveys";
import { day } from "../../i18n/dates";
import { surveyWords } from "../../i18n/survey";
import { LastResult } from "./LastResult";
import { NotTaken } from "./NotTaken";
import { useOpenWave } from "./useWave";
import "./survey.css";

export default function Thanks() {
  const w = surveyWords.value;
  const { route } = useLocation();
  const found = useOpenWave().value;
  const wave = found.kind === "open" ? found.wave : found.kind === "none" ? found.last : null;
  const handedIn = sheets.value.find((one): one is HandedIn => one.handedIn && (!wave || one.id === wave.id));
  const isLost = found.kind !== "loading" && !handedIn;
  useEffect(() => {
    if (isLost) route("/survey", true);
  }, [isLost]);
  if (!handedIn) return <Screen title={w.home}><h1 class="vh">{w.home}</h1><SkeletonRows rows={3} /></Screen>;
  const row = unsentOf(handedIn.id);
  if (row?.parts[0]?.refused) return <NotTaken row={row} problem={row.parts[0].refused} resultOn={wave?.result_on ?? null} />;
  return <Received handedIn={handedIn} wave={wave} isOnItsWay={row !== null} />;
}

function Received({ handedIn, wave, isOnItsWay }: { handedIn: HandedIn; wave: WaveCard | null; isOnItsWay: boolean }) {
  const w = surveyWords.value;
  const result = wave?.result_on ? day(wave.result_on) : "";
  const text = isOnItsWay ? w.thanksKept : handedIn.invited ? w.thanksSent(result) : w.thanksOpen(result);
  return (
    <Screen
      title={w.thanks}
      top={<TopBar up="/survey" title={wave ? w.title(wave.year) : w.home} />}
      bar={<a class="btn btn--primary" href="/">{w.backToServices}</a>}
    >
      <section class="card empty">
        <RowArt />
        <h1>{w.thanks}</h1>
        <p role="status">{text}</p>
      </section>
      <section class="card card--flush rows">
        {handedIn.invited && !isOnItsWay && (
          <div class="row">
            <Icon name="check-circle" />
            <span class="row__body">
              <span class="row__title">{w.codeUsedNow}</span>
              <span class="row__sub">{w.codeUsedHint(city.hotline)}</span>
            </span>
          </div>
        )}
        <LastResult />
        <Row href="/help/new" icon={<Icon name="lifebuoy" />} title={w.needHelp} sub={w.needHelpHint} />
      </section>
    </Screen>
  );
}
