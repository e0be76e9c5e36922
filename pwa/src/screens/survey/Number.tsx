/** Is it good enough here? The last published share of satisfied households, from one's community up to the city. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";

import { Banner } from "../../components/Banner";
import { Empty } from "../../components/Empty";
import { Screen } from "../../components/Screen";
import { SkeletonRows } from "../../components/Skeleton";
import { TopBar } from "../../components/TopBar";
import { city } from "../../data/city";
import type { Seen } from "../../data/pages";
import { place } from "../../data/place";
import { readSatisfaction, type Satisfaction } from "../../data/surveys";
import { day, moment } from "../../i18n/dates";
import { surveyWords } from "../../i18n/survey";
import { LevelList, Levels } from "./Levels";
import { OneDivision } from "./OneDivision";
import { PastYears } from "./PastYears";
import "../../style/survey.css";
import "./survey.css";

type Shown = { kind: "loading" } | { kind: "failed" } | { kind: "seen"; seen: Seen<Satisfaction> };

export default function NumberScreen() {
  const w = surveyWords.value;
  const { query } = useLocation();
  const shown = useSignal<Shown>({ kind: "loading" });
  const division = query.division ?? place.value?.code ?? city.code;

  async function load(): Promise<void> {
    try {
      shown.value = { kind: "seen", seen: await readSatisfaction(division) };
    } catch {
      shown.value = { kind: "failed" };
    }
  }
  useEffect(() => void load(), [division]);

  const now = shown.value;
  const year = now.kind === "seen" && now.seen.data.year ? w.published(now.seen.data.year) : "";
  return (
    <Screen title={w.number} top={<TopBar up="/survey"><span class="textbtn muted">{year}</span></TopBar>} tab="survey">
      <h1>{w.number}</h1>
      {now.kind === "loading" && <SkeletonRows />}
      {now.kind === "failed" && (
        <Banner kind="bad" action={<button type="button" class="textbtn" onClick={load}>{w.retry}</button>}>
          {w.noNetwork}
        </Banner>
      )}
      {now.kind === "seen" && <Result seen={now.seen} />}
    </Screen>
  );
}

function Result({ seen: { data, at, stored } }: { seen: Seen<Satisfaction> }) {
  const w = surveyWords.value;
  const chosen = useSignal(0);
  const next = data.next;
  const item = data.items[Math.min(chosen.value, data.items.length - 1)];
  return (
    <>
      {stored && <Banner kind="offline">{w.stored(moment(at))}</Banner>}
      {next?.result_on && <Banner kind="info">{w.nextResult(next.year, day(next.result_on))}</Banner>}
      {item ? (
        <>
          <Levels items={data.items} chosen={chosen} />
          <OneDivision item={item} goal={data.goal} />
          <LevelList items={data.items} goal={data.goal} />
          <PastYears data={data} />
          <HowComputed />
          <a class="textbtn" href={`/rates?division=${data.division}`}>{w.theOther}</a>
        </>
      ) : (
        <Empty art="row" title={w.noneYet} />
      )}
      {next?.state === "open" && (
        <a class="btn btn--primary btn--wide" href="/survey">{w.alsoAnswer(next.year)}</a>
      )}
    </>
  );
}

function HowComputed() {
  const w = surveyWords.value;
  return (
    <details class="card">
      <summary>{w.howComputed}</summary>
      <ul class="stack prose">
        {w.howText.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </details>
  );
}
