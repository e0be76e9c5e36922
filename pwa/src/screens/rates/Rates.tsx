/** How are requests looked after here? Three rates of a month, each as "41 of 46", from one's community up to the city. */
import "../help/form.css";
import "./rates.css";

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
import { nameOf, place } from "../../data/place";
import { type Rate, type Rates, type RatesOf, readRates } from "../../data/rates";
import { date, moment } from "../../i18n/dates";
import { ratesWords } from "../../i18n/rates";
import { surveyWords } from "../../i18n/survey";

const NAMES = ["answer", "solved", "satisfied"] as const;

export default function RatesScreen() {
  const w = ratesWords.value;
  const { query } = useLocation();
  const division = query.division ?? place.value?.code ?? city.code;
  const month = query.month ?? "";
  const shown = useSignal<Seen<Rates> | null>(null);
  const failed = useSignal(false);

  const load = (): Promise<void> =>
    readRates(division, month).then(
      (seen) => {
        shown.value = seen;
        failed.value = false;
      },
      () => void (failed.value = true),
    );
  useEffect(() => void load(), [division, month]);

  return (
    <Screen title={w.title} top={<TopBar up="/number" />} tab="survey">
      <h1>{w.title}</h1>
      {failed.value && <Banner kind="bad" action={<button type="button" class="textbtn" onClick={() => void load()}>{w.retry}</button>}>{w.failed}</Banner>}
      {!shown.value && !failed.value && <SkeletonRows />}
      {shown.value?.stored && <Banner kind="offline">{surveyWords.value.stored(moment(shown.value.at))}</Banner>}
      {shown.value && <Shown rates={shown.value.data} />}
      <p class="small muted">{w.apart} <a href={`/number?division=${division}`}>{w.apartLink}</a></p>
    </Screen>
  );
}

function Shown({ rates }: { rates: Rates }) {
  const w = ratesWords.value;
  const { route } = useLocation();
  if (!rates.month || !rates.released_at) return <Empty art="row" title={w.noneYet}>{w.noneYetHint}</Empty>;
  const parts = rates.rows ?? [];
  return (
    <>
      <div class="between rates__head">
        <p>{w.lead(monthName(rates.month))}</p>
        <label class="rates__month">
          <span class="vh">{w.month}</span>
          <select class="input" value={rates.month} onChange={(event) => route(`/rates?division=${rates.division}&month=${event.currentTarget.value}`, true)}>
            {rates.months.map((each) => <option key={each} value={each}>{monthName(each)}</option>)}
          </select>
        </label>
      </div>
      {rates.items.map((item, at) => (
        <section key={item.division} class="card stack"><Three item={item} isFirst={at === 0} /></section>
      ))}
      {parts.length > 0 && (
        <details class="card">
          <summary>{w.parts}</summary>
          <div class="stack stack--l rates__parts">{parts.map((part) => <Three key={part.division} item={part} isLink />)}</div>
        </details>
      )}
      <p class="small muted">{w.why(rates.least)} {w.released(date(rates.released_at, true))}</p>
    </>
  );
}

function Three({ item, isFirst = false, isLink = false }: { item: RatesOf; isFirst?: boolean; isLink?: boolean }) {
  const w = ratesWords.value;
  const name = nameOf(item);
  return (
    <div class="stack">
      <h2>{isLink ? <a href={`/rates?division=${item.division}`}>{name}</a> : name}</h2>
      <dl class="rates">
        {NAMES.map((each) => (
          <div key={each}>
            <dt>{w.rates[each]}{isFirst && <small class="muted">{w.hints[each]}</small>}</dt>
            <dd class="num"><Number rate={item[each]} /></dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Number({ rate: { count, of } }: { rate: Rate }) {
  const w = ratesWords.value;
  if (of === null || of === undefined || count === null || count === undefined) return <span class="muted">{w.withheld}</span>;
  if (of === 0) return <span class="muted">{w.none}</span>;
  return (
    <>
      <b>{w.of(count.toLocaleString("en-US"), of.toLocaleString("en-US"))}</b>
      <svg class="rates__bar" aria-hidden="true">
        <rect class="rates__all" x="0" y="1" width="100%" height="10" rx="3" />
        {count > 0 && <rect class="rates__count" x="0" y="1" width={`${(100 * count) / of}%`} height="10" rx="3" />}
      </svg>
    </>
  );
}

function monthName(month: string): string {
  const [year = "", number = ""] = month.split("-");
  return ratesWords.value.monthName(year, number);
}
