/** A closed survey before its statistician: what will be printed, what waits for a look, and what withheld numbers give away. */
import "./results.css";

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { useRoute } from "preact-iso";

import { Banner } from "../../../components/Banner";
import { Icon } from "../../../components/Icon";
import { SkeletonRows } from "../../../components/Skeleton";
import { say } from "../../../components/Toast";
import { Refused } from "../../../data/api";
import { me } from "../../../data/session";
import { numberWords } from "../../../i18n/numberdesk";
import { exportRows, type Results, readResults } from "../../number/data";
import { digits, groupOf, inLanguage, plain, whyOf } from "../../number/said";
import { Frame } from "../../Frame";
import { Tabs } from "../Tabs";
import { Comments } from "./Comments";
import { itemOf, ReviewCard } from "./ReviewCard";

export default function ResultsPage() {
  const { params } = useRoute();
  const wave = params.id ?? "";
  return (
    <Frame title={numberWords.value.results.title} at="surveys">
      <Tabs wave={wave} />
      <h1>{numberWords.value.results.title}</h1>
      <ResultsOf wave={wave} />
    </Frame>
  );
}

function ResultsOf({ wave }: { wave: string }) {
  const w = numberWords.value;
  const found = useSignal<Results | null>(null);
  const trouble = useSignal("");
  async function load(): Promise<void> {
    try {
      found.value = await readResults(wave);
      trouble.value = "";
    } catch (error) {
      found.value = null;
      trouble.value = error instanceof Refused ? (error.status === 409 ? w.results.notYet : error.message) : w.failed;
      if (error instanceof Refused && error.status === 401) me.value = null;
    }
  }
  useEffect(() => {
    if (me.value?.kind === "staff") void load();
  }, [wave]);
  if (trouble.value) return <Banner kind="info" action={<button type="button" class="textbtn" onClick={() => void load()}>{w.retry}</button>}>{trouble.value}</Banner>;
  return found.value ? <Shown wave={wave} results={found.value} set={(next) => (found.value = next)} reload={load} /> : <SkeletonRows rows={6} />;
}

type ShownProps = { wave: string; results: Results; set: (next: Results) => void; reload: () => Promise<void> };

function Shown({ wave, results, set, reload }: ShownProps) {
  const w = numberWords.value.results;
  const waiting = results.reviews.filter(({ decisions }) => !decisions.length).length;
  const hidden = Object.entries(results.withheld);
  return (
    <>
      {results.state === "published" ? <Banner kind="info">{w.published}</Banner> : <Banner kind="info">{waiting ? w.waiting(waiting) : w.allDone}</Banner>}
      {results.revises && <Banner kind="info">{w.correction}</Banner>}
      <section class="results__sum">
        <div class="card stat"><span>{w.heard(plain(results.heard ?? 0))}</span><b>{w.shown(plain(results.shown))}</b></div>
        <div class="card stat">
          <span>{w.withheld(plain(hidden.reduce((sum, [, count]) => sum + count, 0)))}</span>
          <ul class="small">{hidden.map(([reason, count]) => <li key={reason}>{whyOf(reason)} <b class="num">{plain(count)}</b></li>)}</ul>
        </div>
      </section>
      {results.reviews.length > 0 && (
        <>
          <h2>{w.reviews}</h2>
          <p class="small muted">{w.reviewsHint}</p>
          {results.reviews.map((one) => (
            <ReviewCard key={`${one.division}${one.audience}${one.statistic}`} wave={wave} one={one} isOpen={results.state === "closed" && results.may_review} set={set} reload={reload} />
          ))}
        </>
      )}
      {results.narrowest.length > 0 && <Audit results={results} />}
      <Comments wave={wave} />
      <Rows wave={wave} />
    </>
  );
}

function Audit({ results }: { results: Results }) {
  const words = numberWords.value;
  const w = words.results;
  return (
    <details class="card" open={results.narrowest.some(({ low, high }) => high - low < 0.3)}>
      <summary>{w.audit}</summary>
      <p class="small muted">{w.auditHint(digits(results.room ?? 1))}</p>
      <div class="results__wide" tabIndex={0} role="group" aria-label={w.audit}>
        <table class="table results__audit">
          <thead><tr><th scope="col">{words.columns.name}</th><th scope="col">{words.columns.item}</th><th scope="col" class="n">{words.columns.range}</th></tr></thead>
          <tbody>
            {results.narrowest.map((one) => (
              <tr key={`${one.division}${one.audience}${one.statistic}`}>
                <th scope="row">{inLanguage(one)}<small class="muted"> {groupOf(one.audience)}</small></th>
                <td>{itemOf(one)}<small class="muted"> {whyOf(one.reason)}</small></td>
                <td class="n">{w.auditRange(digits(one.low), digits(one.high))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Rows({ wave }: { wave: string }) {
  const words = numberWords.value;
  const w = words.results;
  const own = me.value?.rights.find(({ role, division }) => division && (role === "statistician" || role === "auditor"))?.division;
  if (!own) return null;
  const take = (): void => void exportRows(wave, own).catch((error: unknown) => say(error instanceof Refused ? error.message : words.failed));
  return (
    <section class="card stack">
      <h2>{w.exportTitle}</h2>
      <p class="small muted">{w.exportHint}</p>
      <p><button type="button" class="btn btn--small" onClick={take}><Icon name="download-simple" size="s" />{w.exportFile}</button></p>
    </section>
  );
}
