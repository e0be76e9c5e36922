/** The survey's tab: is there one to answer, and what did the last one say? */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Banner } from "../../components/Banner";
import { Icon } from "../../components/Icon";
import { Row } from "../../components/Row";
import { Screen } from "../../components/Screen";
import { SkeletonRows } from "../../components/Skeleton";
import { listSheets, type Sheet, sheets } from "../../data/answers";
import type { Seen } from "../../data/pages";
import { readWaves, type WaveCard } from "../../data/surveys";
import { unsent } from "../../data/unsent";
import { date, moment } from "../../i18n/dates";
import { surveyWords } from "../../i18n/survey";
import "../../style/survey.css";
import "./survey.css";

type Shown = { kind: "loading" } | { kind: "failed" } | { kind: "seen"; seen: Seen<WaveCard[]> };

export default function Home() {
  const w = surveyWords.value;
  const shown = useSignal<Shown>({ kind: "loading" });

  async function load(): Promise<void> {
    try {
      shown.value = { kind: "seen", seen: await readWaves() };
    } catch {
      shown.value = { kind: "failed" };
    }
  }
  useEffect(() => {
    void listSheets();
    void load();
  }, []);

  const now = shown.value;
  return (
    <Screen title={w.home} tab="survey" top={<header class="topbar topbar--title"><h1 class="grow">{w.home}</h1></header>}>
      {now.kind === "loading" && <SkeletonRows rows={2} />}
      {now.kind === "failed" && (
        <Banner kind="bad" action={<button type="button" class="textbtn" onClick={() => void load()}>{w.retry}</button>}>{w.noNetwork}</Banner>
      )}
      {now.kind === "seen" && <Waves seen={now.seen} />}
    </Screen>
  );
}

function Waves({ seen: { data, at, stored } }: { seen: Seen<WaveCard[]> }) {
  const w = surveyWords.value;
  const open = data.find((wave) => wave.state === "open");
  const published = data.find((wave) => wave.state === "published");
  return (
    <>
      {stored && <Banner kind="offline">{w.stored(moment(at))}</Banner>}
      {open ? <OpenWave wave={open} sheet={sheets.value.find((sheet) => sheet.id === open.id)} /> : <p class="muted">{w.none}</p>}
      {published ? (
        <Row
          card
          href="/number"
          icon={<span class="door t-know"><Icon name="chart-bar-horizontal" weight="duotone" /></span>}
          title={w.seeNumber}
          sub={w.seeNumberHint(published.year)}
        />
      ) : (
        <p class="muted">{w.noneYet}</p>
      )}
    </>
  );
}

function OpenWave({ wave, sheet }: { wave: WaveCard; sheet: Sheet | undefined }) {
  const w = surveyWords.value;
  const isUnderway = sheet && !sheet.handedIn && sheet.at;
  const waits = sheet?.handedIn && unsent.value.some((row) => row.id === sheet.response);
  const isDone = sheet?.handedIn && !waits;
  return (
    <section class="card stack stack--l">
      <div class="stack stack--s">
        <h2>{w.openNow(wave.year)}</h2>
        <p class="muted">{[w.openUntil(date(wave.closes_on)), wave.result_on && w.resultOn(date(wave.result_on))].filter(Boolean).join("，")}</p>
        <p class="muted">{w.openHint}</p>
      </div>
      {waits && <p role="status">{w.waitingToSend}</p>}
      {isDone && <p role="status"><b>{w.thanks}</b></p>}
      {isUnderway && <p class="muted">{w.goOnHint(Object.keys(sheet.answers).length + 1)}</p>}
      {!sheet?.handedIn && (
        <a class="btn btn--primary btn--wide" href={isUnderway ? "/survey/answer" : "/survey/start"}>{isUnderway ? w.goOn : w.start}</a>
      )}
      {sheet?.handedIn && <a class="btn btn--wide" href="/survey/thanks">{w.thanks}</a>}
    </section>
  );
}
