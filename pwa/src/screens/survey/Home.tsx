/** The survey's tab: is there one to answer, and what did the last one say? */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";

import { RowArt } from "../../components/Art";
import { Banner } from "../../components/Banner";
import { Icon } from "../../components/Icon";
import { Screen } from "../../components/Screen";
import { SkeletonRows } from "../../components/Skeleton";
import { TitleBar } from "../../components/TitleBar";
import { handedInOf, listSheets, sheetOf, unsentOf } from "../../data/answers";
import type { Seen } from "../../data/pages";
import { readWave, readWaves, type WaveCard } from "../../data/surveys";
import { isRefused } from "../../data/unsent";
import { day, moment } from "../../i18n/dates";
import { surveyWords } from "../../i18n/survey";
import { LastResult } from "./LastResult";
import { letter, useLetter } from "./letter";
import { ReadToYou } from "./ReadToYou";
import { takesNew } from "./useWave";
import "../../style/survey.css";
import "./survey.css";

type Shown = { kind: "loading" } | { kind: "failed" } | { kind: "seen"; seen: Seen<WaveCard[]> };

export default function Home() {
  const w = surveyWords.value;
  const { route } = useLocation();
  const shown = useSignal<Shown>({ kind: "loading" });
  useLetter();

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
  useEffect(() => {
    if (letter.value) route("/survey/start", true);
  }, [letter.value]);

  const now = shown.value;
  return (
    <Screen title={w.home} tab="survey" top={<TitleBar title={w.home} />}>
      {now.kind === "loading" && <SkeletonRows rows={2} />}
      {now.kind === "failed" && (
        <Banner kind="bad" action={<button type="button" class="textbtn" onClick={() => void load()}>{w.retry}</button>}>{w.noNetworkYet}</Banner>
      )}
      {now.kind === "seen" && <Waves seen={now.seen} />}
    </Screen>
  );
}

function Waves({ seen: { data, at, stored } }: { seen: Seen<WaveCard[]> }) {
  const w = surveyWords.value;
  const open = data.find((wave) => wave.state === "open");
  const published = data.find((wave) => wave.state === "published");
  const closed = data.find((wave) => wave.state === "closed");
  useEffect(() => {
    if (open) void readWave(open.id).catch(() => {}); // kept, so that it can be answered without a network too
  }, [open?.id]);
  return (
    <>
      {stored && <Banner kind="offline">{w.stored(moment(at))}</Banner>}
      {open ? <OpenWave wave={open} /> : <p class="muted">{closed?.result_on ? w.nextResultOnly(closed.year, day(closed.result_on)) : w.none}</p>}
      {published ? <section class="card card--flush rows"><LastResult /></section> : <p class="muted">{w.noneYet}</p>}
      <p class="small muted survey__lock">
        <Icon name="lock-simple" size="s" />
        <span>{w.anonymous} <a href="/me/privacy">{w.howSo} ›</a></span>
      </p>
    </>
  );
}

function OpenWave({ wave }: { wave: WaveCard }) {
  const w = surveyWords.value;
  return (
    <section class="card stack stack--l survey__open">
      <RowArt />
      <div class="stack stack--s">
        <h2>{takesNew(wave) ? w.openNow(wave.year) : w.closedTitle}</h2>
        <p class="muted">{[w.openUntil(day(wave.closes_on)), wave.result_on && w.resultOn(day(wave.result_on))].filter(Boolean).join(w.comma)}</p>
      </div>
      <MySheet wave={wave} />
    </section>
  );
}

function MySheet({ wave }: { wave: WaveCard }) {
  const w = surveyWords.value;
  const sheet = sheetOf(wave.id);
  const row = unsentOf(wave.id);
  if (row && isRefused(row)) {
    return (
      <>
        <p class="error" role="status"><Icon name="warning-circle" weight="fill" />{w.refused}</p>
        <a class="btn btn--primary btn--wide" href="/survey/thanks">{w.seeWhy}</a>
      </>
    );
  }
  if (handedInOf(wave.id)) {
    return (
      <>
        <p role="status">{row ? w.waitingToSend : w.doneHere}</p>
        <a class="btn btn--wide" href="/survey/thanks">{w.seeSheet}</a>
      </>
    );
  }
  if (sheet?.at) {
    return (
      <>
        <p class="muted">{w.goOnHint}</p>
        <a class="btn btn--primary btn--wide" href={`/survey/answer?q=${sheet.at}`}>{w.goOn}</a>
      </>
    );
  }
  if (!takesNew(wave)) return null;
  return (
    <>
      <p class="muted">{w.openHint}</p>
      <a class="btn btn--primary btn--wide" href="/survey/start">{w.start}</a>
      <p class="small muted"><ReadToYou /></p>
    </>
  );
}
