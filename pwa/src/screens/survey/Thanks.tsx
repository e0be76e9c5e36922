/** After handing in: arrived, or kept until there is a network, or refused with what can be done. */
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";

import { Empty } from "../../components/Empty";
import { Icon } from "../../components/Icon";
import { Row } from "../../components/Row";
import { Screen } from "../../components/Screen";
import { SkeletonRows } from "../../components/Skeleton";
import { TopBar } from "../../components/TopBar";
import { type Sheet, sheets, takeBackSheet } from "../../data/answers";
import { city } from "../../data/city";
import type { Wave } from "../../data/surveys";
import { unsent } from "../../data/unsent";
import { date } from "../../i18n/dates";
import { surveyWords } from "../../i18n/survey";
import { useOpenWave } from "./useWave";
import "./survey.css";

export default function Thanks() {
  const w = surveyWords.value;
  const { route } = useLocation();
  const found = useOpenWave().value;
  const wave = found.kind === "open" ? found.wave : null;
  const sheet = sheets.value.find((one) => one.handedIn && (!wave || one.id === wave.id));
  const isLost = found.kind !== "loading" && !sheet;
  useEffect(() => {
    if (isLost) route("/survey", true);
  }, [isLost]);
  if (!sheet) return <Screen title={w.home}><h1 class="vh">{w.home}</h1><SkeletonRows rows={3} /></Screen>;
  return <HandedIn sheet={sheet} wave={wave} />;
}

function HandedIn({ sheet, wave }: { sheet: Sheet; wave: Wave | null }) {
  const w = surveyWords.value;
  const row = unsent.value.find((one) => one.id === sheet.response);
  const refused = row?.parts[0]?.refused;
  if (refused) return <NotTaken sheet={sheet} status={refused.status} detail={refused.detail ?? ""} resultOn={wave?.result_on ?? null} />;
  const day = wave?.result_on ? date(wave.result_on) : "";
  const text = row ? w.thanksKept : sheet.code ? w.thanksSent(day) : w.thanksOpen(day);
  return (
    <Screen title={w.thanks} top={<TopBar up="/survey" title={wave ? w.title(wave.year) : w.home} />} bar={<a class="btn btn--primary" href="/">{w.backToServices}</a>}>
      <h1 class="vh">{w.thanks}</h1>
      <div role="status"><Empty art="row" title={w.thanks}>{text}</Empty></div>
      <section class="card card--flush rows">
        {sheet.code && !row && (
          <div class="row">
            <Icon name="check-circle" />
            <span class="row__body">
              {w.codeUsedNow}
              <span class="row__sub">{w.codeUsedHint(city.hotline)}</span>
            </span>
          </div>
        )}
        <Row href="/number" icon={<Icon name="chart-bar-horizontal" />} title={w.seeNumber} />
        <Row href="/help/new" icon={<Icon name="lifebuoy" />} title={w.needHelp} sub={w.needHelpHint} />
      </section>
    </Screen>
  );
}

type NotTakenProps = { sheet: Sheet; status: number; detail: string; resultOn: string | null };

function NotTaken({ sheet, status, detail, resultOn }: NotTakenProps) {
  const w = surveyWords.value;
  const { route } = useLocation();
  const isUsed = status === 409;
  const isClosed = status === 410;
  const title = isUsed ? w.usedTitle : isClosed ? w.closedTitle : w.refused;
  const again = async (): Promise<void> => {
    await takeBackSheet(sheet);
    route("/survey/code", true);
  };
  return (
    <Screen
      title={title}
      top={<TopBar up="/survey" />}
      bar={
        <>
          <a class="btn" href={`tel:${city.hotline}`}><Icon name="phone" weight="fill" />{city.hotline}</a>
          {!isClosed && <button type="button" class="btn btn--primary" onClick={() => void again()}>{w.checkAgain}</button>}
        </>
      }
    >
      <h1>{title}</h1>
      <p role="status">{isUsed ? w.usedWhy : isClosed && resultOn ? w.closedText(date(resultOn)) : detail}</p>
      {isUsed && (
        <section class="card stack">
          <h2>{w.usedNobody}</h2>
          <p class="muted">{w.usedCheck}</p>
          <p class="muted">{w.usedCall(city.hotline)}</p>
        </section>
      )}
      {isUsed && <p class="small muted">{w.usedPrivacy}</p>}
    </Screen>
  );
}
