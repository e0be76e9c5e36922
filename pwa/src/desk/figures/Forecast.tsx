/** What demand is to be expected next year, how sure that is, and how well the method did on the months that have passed. */
import "./figures.css";
import "./forecast.css";

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";

import { Banner } from "../../components/Banner";
import { Empty } from "../../components/Empty";
import { SkeletonRows } from "../../components/Skeleton";
import { answer, api, Refused } from "../../data/api";
import type { components } from "../../data/api.gen";
import { me } from "../../data/session";
import { lang } from "../../i18n";
import { figuresWords } from "../../i18n/figures";
import { Frame } from "../Frame";
import { termName } from "../QueueTable";
import { monthName } from "./Choose";
import { address } from "./data";

type Forecast = components["schemas"]["Forecast"];
type Expected = Forecast["items"][number];
const count = (n: number): string => Math.round(n).toLocaleString("en-US");
const percent = (share: number): number => Math.round(100 * share);

export default function ForecastPage() {
  const words = figuresWords.value;
  const w = words.forecast;
  const { query } = useLocation();
  const division = query.division ?? "";
  const found = useSignal<Forecast | null>(null);
  const trouble = useSignal("");

  async function load(): Promise<void> {
    try {
      found.value = await answer(api.GET("/api/desk/forecast", { params: { query: { division } } }));
      trouble.value = "";
    } catch (error) {
      trouble.value = error instanceof Refused ? error.message : words.failed;
      if (error instanceof Refused && error.status === 401) me.value = null;
    }
  }
  useEffect(() => {
    if (me.value?.kind === "staff") void load();
  }, [division, lang.value]);

  return (
    <Frame title={w.title} at="figures">
      <div class="desk__head">
        <h1>{w.title}</h1>
        <span class="grow" />
        <a href={address("/desk/figures", { division })}>{w.back}</a>
      </div>
      {trouble.value && <Banner kind="bad" action={<button type="button" class="textbtn" onClick={() => void load()}>{words.retry}</button>}>{trouble.value}</Banner>}
      {!found.value && !trouble.value && <SkeletonRows rows={6} />}
      {found.value && <Page found={found.value} />}
    </Frame>
  );
}

function Page({ found }: { found: Forecast }) {
  const w = figuresWords.value.forecast;
  const { total, back_test: trial } = found;
  return (
    <>
      <p class="muted">{w.of(found.name, monthName(found.first), monthName(found.last))}</p>
      {found.items.length === 0 && <Empty art="row" title={w.empty} />}
      {found.items.length > 0 && total.expected === null && <Banner kind="info">{w.short}</Banner>}
      {total.expected !== null && found.items.length > 0 && (
        <>
          <div class="card stack">
            <p>{w.total} <b class="num">{w.cases(count(total.expected))}</b> <span class="muted">{w.between(count(total.low ?? 0), count(total.high ?? 0))}</span></p>
            <p class="small muted">{w.sure} {w.picture}</p>
            <Picture items={found.items} />
          </div>
          <Table items={found.items} months={Math.min(found.months, 12)} />
        </>
      )}
      <section class="card stack">
        <h2>{w.method}</h2>
        <p>{w.methodText}</p>
        <p>{trial ? w.trial(trial.months, percent(trial.error), percent(trial.error_of_same), percent(trial.held)) : w.noTrial}</p>
      </section>
      <Needs found={found} />
    </>
  );
}

/** For the eye only: the table below says the same. */
function Picture({ items }: { items: readonly Expected[] }) {
  const most = Math.max(1, ...items.map((item) => Math.max(item.high ?? 0, item.before)));
  const at = (n: number): string => `${(97 * n) / most + 1}%`;
  return (
    <ul class="forecast__rows" aria-hidden="true">
      {items.map((item) => (
        <li key={item.category}>
          <span>{termName(item.category)}</span>
          <svg class="figures__bar">
            <line class="forecast__range" x1={at(item.low ?? 0)} x2={at(item.high ?? 0)} y1="10" y2="10" />
            <line class="forecast__before" x1={at(item.before)} x2={at(item.before)} y1="3" y2="17" />
            <circle class="figures__filled" cx={at(item.expected ?? 0)} cy="10" r="5" />
          </svg>
        </li>
      ))}
    </ul>
  );
}

function Table({ items, months }: { items: readonly Expected[]; months: number }) {
  const w = figuresWords.value.forecast;
  return (
    <div class="card card--flush figures__wide" tabIndex={0} role="group" aria-label={w.title}>
      <table class="table figures__table forecast__table">
        <thead>
          <tr><th scope="col">{w.row}</th><th scope="col" class="n">{w.before(months)}</th><th scope="col" class="n">{w.expected}</th><th scope="col" class="n">{w.range}</th></tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.category}>
              <th scope="row">{termName(item.category)}</th>
              <td class="n">{count(item.before)}</td>
              <td class="n">{count(item.expected ?? 0)}</td>
              <td class="n">{`${count(item.low ?? 0)}–${count(item.high ?? 0)}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Needs({ found }: { found: Forecast }) {
  const w = figuresWords.value.forecast;
  if (found.needs_year === null) return <p class="small muted">{w.needsNone}</p>;
  return (
    <section class="card stack">
      <h2>{w.needs(found.needs_year)}</h2>
      <table class="table figures__table forecast__table">
        <thead><tr><th scope="col">{w.row}</th><th scope="col" class="n">{w.share}</th><th scope="col" class="n">{w.range}</th></tr></thead>
        <tbody>
          {found.needs.map((need) => (
            <tr key={need.statistic}>
              <th scope="row">{need.texts[lang.value === "en" ? "en" : "zh"] ?? need.texts.zh}</th>
              <td class="n">{`${percent(need.point)}%`}</td>
              <td class="n">{w.percent(percent(need.low), percent(need.high))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
