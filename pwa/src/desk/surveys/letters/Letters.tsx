/** A wave's letters: who was asked, how many answered, what is printed, and in whose hands it is. */
import "../../../screens/help/form.css";
import "../../figures/figures.css";
import "./letters.css";

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";

import { Banner } from "../../../components/Banner";
import { Empty } from "../../../components/Empty";
import { Icon } from "../../../components/Icon";
import { SkeletonRows } from "../../../components/Skeleton";
import { Refused, Unreachable } from "../../../data/api";
import { me } from "../../../data/session";
import { lettersWords } from "../../../i18n/letters";
import { Frame } from "../../Frame";
import { Tabs } from "../Tabs";
import { type Line, type Rates, readRates } from "./data";
import { Press } from "./Press";
import { RateRows } from "./RateRows";
import { Units } from "./Units";
import { number, percent } from "./said";

export default function Letters() {
  const w = lettersWords.value;
  const { params } = useRoute();
  const { query } = useLocation();
  const wave = params.id ?? "";
  const shown = useSignal<Rates | null>(null);
  const trouble = useSignal("");

  async function load(): Promise<void> {
    try {
      shown.value = await readRates(wave, query.in ?? "");
      trouble.value = "";
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
      shown.value = null;
      trouble.value = error instanceof Refused ? error.message : w.failed;
      if (error instanceof Refused && error.status === 401) me.value = null;
    }
  }
  useEffect(() => {
    if (me.value?.kind === "staff") void load();
  }, [wave, query.in]);

  return (
    <Frame title={w.title} at="surveys">
      <div class="desk__head"><h1>{shown.value?.title ?? w.title}</h1></div>
      <Tabs wave={wave} />
      <p class="muted">{w.lead}</p>
      {trouble.value && <Banner kind="bad" action={<button type="button" class="textbtn" onClick={() => void load()}>{w.retry}</button>}>{trouble.value}</Banner>}
      {!shown.value && !trouble.value && <SkeletonRows rows={8} />}
      {shown.value && <Page wave={wave} rates={shown.value} reload={load} />}
    </Frame>
  );
}

type PageProps = { wave: string; rates: Rates; reload: () => Promise<void> };

function Page({ wave, rates, reload }: PageProps) {
  const w = lettersWords.value;
  const total = rates.totals.find(({ audience }) => audience === "all") ?? rates.totals[0];
  if (!total) return <Empty art="row" title={w.notDrawn}>{w.notDrawnHint}</Empty>;
  return (
    <>
      <Way rates={rates} />
      <Totals line={total} />
      <RateRows rates={rates} />
      {rates.organizes && <Press wave={wave} rates={rates} reload={reload} />}
      <Record rates={rates} />
      <details class="card">
        <summary>{w.how}</summary>
        <ul class="stack prose">
          {w.howText.map((line) => <li key={line}>{line}</li>)}
          {rates.eligible.map(({ audience, share }) => <li key={audience}>{w.share(w.groups[audience] ?? audience, share.toFixed(2))}</li>)}
        </ul>
      </details>
      <Units wave={wave} rates={rates} reload={reload} />
    </>
  );
}

function Way({ rates }: { rates: Rates }) {
  const w = lettersWords.value;
  const { query } = useLocation();
  if (!rates.above.length && !query.in) return null;
  return (
    <nav class="figures__path" aria-label={w.where}>
      {rates.above.map((code, n) => (
        <span key={code}><a href={`?in=${code}`}>{rates.above_names[n]}</a><Icon name="caret-right" size="s" /></span>
      ))}
      <span aria-current="page"><b>{rates.division_name}</b></span>
    </nav>
  );
}

function Totals({ line }: { line: Line }) {
  const w = lettersWords.value;
  const left = line.sampled - line.letters;
  return (
    <div class="figures__rates">
      <div class="card stat">
        <span>{w.rate}</span>
        <b>{line.rate === null ? w.none : w.percent(percent(line.rate))}</b>
        {line.weighted !== null && <span>{w.rateHint(w.percent(percent(line.weighted)))}</span>}
      </div>
      <div class="card stat"><span>{w.answered}</span><b>{number(line.answered)}</b><span>{w.ofSampled(number(line.sampled))}</span></div>
      <div class="card stat"><span>{w.letters}</span><b>{number(line.letters)}</b><span>{left ? w.lettersHint(number(left)) : w.lettersDone}</span></div>
      <div class="card stat"><span>{w.unknown}</span><b>{number(line.unknown)}</b><span>{w.unknownHint}</span></div>
    </div>
  );
}

function Record({ rates }: { rates: Rates }) {
  const w = lettersWords.value;
  if (!rates.printings.length) return null;
  return (
    <details class="card">
      <summary>{w.record}</summary>
      <ul class="stack">
        {rates.printings.map((act, n) => (
          <li key={n}>
            {w.recordLine(w.kinds[act.kind] ?? act.kind, number(act.letters), act.by_name)}
            <span class="muted small"> {act.division_name} · <time dateTime={act.day}>{act.day}</time>{act.replaced > 0 && ` · ${w.recordReplaced(number(act.replaced))}`}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
