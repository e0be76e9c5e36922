/** Is it 85 %, here and below? The released numbers of one's divisions, each with its interval, and never as a ranking. */
import "../../style/survey.css";
import "./number.css";

import { useLocation } from "preact-iso";

import { Banner } from "../../components/Banner";
import { Empty } from "../../components/Empty";
import { VerdictMark } from "../../components/Estimate";
import { Icon } from "../../components/Icon";
import { SkeletonRows } from "../../components/Skeleton";
import { say } from "../../components/Toast";
import { Refused } from "../../data/api";
import { day, moment } from "../../i18n/dates";
import { deskWords } from "../../i18n/desk";
import { numberWords } from "../../i18n/numberdesk";
import { Frame } from "../Frame";
import { address, type Choice, choiceOf, exportNumber, save, type Shown } from "./data";
import { Earlier } from "./Earlier";
import { FigureTable } from "./FigureTable";
import { Parts } from "./Parts";
import { inLanguage } from "./said";
import { Summary } from "./Summary";
import { svgOf } from "./svg";
import { useNumber } from "./useNumber";

export default function NumberPage() {
  const w = numberWords.value;
  const { query } = useLocation();
  const choice = choiceOf(query);
  const { shown, trouble, load } = useNumber(choice);
  return (
    <Frame title={w.title} at="number">
      <div class="desk__head number__head">
        <h1>{w.lead}</h1>
        <span class="grow" />
        {shown.value?.data.figure && <Files shown={shown.value.data} />}
      </div>
      {trouble.value && <Banner kind="bad" action={<button type="button" class="textbtn" onClick={() => void load()}>{w.retry}</button>}>{trouble.value}</Banner>}
      {!shown.value && !trouble.value && <SkeletonRows rows={9} />}
      {shown.value?.stored && <Banner kind="offline">{deskWords.value.offline(moment(shown.value.at))}</Banner>}
      {shown.value && <Page shown={shown.value.data} choice={choice} reload={load} />}
    </Frame>
  );
}

function Files({ shown }: { shown: Shown }) {
  const w = numberWords.value;
  const choice: Choice = { division: shown.division, year: String(shown.year ?? "") };
  const take = (kind: "xlsx" | "csv"): void => void exportNumber(choice, kind).catch((error: unknown) => say(error instanceof Refused ? error.message : w.failed));
  const picture = (): void => {
    const figures = [...(shown.figure ? [shown.figure] : []), ...shown.rows];
    const content = svgOf(w.svgTitle(inLanguage(shown), shown.year ?? 0), figures, shown.goal);
    save(new Blob([content], { type: "image/svg+xml" }), `number-${shown.division}-${shown.year ?? ""}.svg`);
  };
  return (
    <div class="number__files" role="group" aria-label={w.save}>
      <button type="button" class="btn btn--small" onClick={() => take("xlsx")}><Icon name="download-simple" size="s" />{w.excel}</button>
      <button type="button" class="btn btn--small" onClick={() => take("csv")}><Icon name="download-simple" size="s" />{w.csv}</button>
      <button type="button" class="btn btn--small" onClick={picture}><Icon name="download-simple" size="s" />{w.svg}</button>
    </div>
  );
}

type PageProps = { shown: Shown; choice: Choice; reload: () => Promise<void> };

function Page({ shown, choice, reload }: PageProps) {
  const w = numberWords.value;
  const { next } = shown;
  return (
    <>
      <Choose shown={shown} choice={choice} />
      {next?.result_on && <p class="small muted">{next.state === "open" ? w.next(next.year, day(next.result_on)) : w.closed(next.year, day(next.result_on))}</p>}
      {shown.revised && <Banner kind="info">{w.revised}{shown.note}</Banner>}
      {shown.figure ? <Released shown={shown} choice={choice} /> : <Empty art="row" title={w.none} />}
      <Earlier shown={shown} reload={reload} />
      <p class="small muted">{w.other}<a href={address("/desk/figures", { division: shown.division })}>{w.otherLink}</a></p>
    </>
  );
}

function Choose({ shown, choice }: { shown: Shown; choice: Choice }) {
  const w = numberWords.value;
  const { route } = useLocation();
  const to = (said: Partial<Choice>): string => address("/desk/number", { ...choice, ...said });
  const others = shown.own.filter(({ code }) => code !== shown.division && !shown.path.some((above) => above.code === code));
  return (
    <div class="number__choose">
      <nav class="number__path" aria-label={w.where}>
        {shown.path.map((above) => (
          <span key={above.code}><a href={to({ division: above.code })}>{inLanguage(above)}</a><Icon name="caret-right-bold" size="s" /></span>
        ))}
        <b aria-current="page">{inLanguage(shown)}</b>
        {others.map((own) => <a key={own.code} class="chip" href={to({ division: own.code })}>{inLanguage(own)}</a>)}
      </nav>
      {shown.years.length > 0 && (
        <label class="number__pick">
          <span class="small muted">{w.year}</span>
          <select class="input" value={String(shown.year)} onChange={(event) => route(to({ year: event.currentTarget.value }))}>
            {shown.years.map((year) => <option key={year} value={String(year)}>{w.published(year)}</option>)}
          </select>
        </label>
      )}
    </div>
  );
}

function Released({ shown, choice }: { shown: Shown; choice: Choice }) {
  const w = numberWords.value;
  const year = String(shown.year ?? "");
  return (
    <>
      <Summary shown={shown} />
      <p class="small muted cluster number__keys">
        {(["met", "not_met", "undecided"] as const).map((verdict) => <span class="key" key={verdict}><VerdictMark verdict={verdict} />{w.keys[verdict]}</span>)}
        <span>{w.order}</span>
      </p>
      <Parts shown={shown} linkOf={(figure) => (figure.level === "community" ? null : address("/desk/number", { ...choice, division: figure.division }))} />
      <h2>{w.sections.history}</h2>
      <FigureTable caption={w.sections.history} first={w.columns.year} figures={shown.history.map(({ figure }) => figure)} nameOf={(_, place) => String(shown.history[place]?.year ?? "")} goal={shown.goal} />
      {shown.open && (
        <section class="card stack number__open">
          <h2>{w.open}</h2>
          <p>{shown.open.point == null || shown.open.answers == null ? w.openWithheld : w.openText(shown.open.answers.toLocaleString("en-US"), (shown.open.point * 100).toFixed(1))}</p>
        </section>
      )}
      <details class="card">
        <summary>{w.how}</summary>
        <ul class="stack prose">{w.howText.map((line) => <li key={line}>{line}</li>)}</ul>
      </details>
      <p class="cluster">
        <a class="btn btn--small" href={address(`/desk/number/report/${shown.division}`, { year })}><Icon name="printer" size="s" />{w.report}</a>
        <a class="textbtn" href="/api/open-data/satisfaction.csv" download="satisfaction.csv">{w.openData}</a>
        <a class="textbtn" href="/api/open-data/satisfaction/codebook">{w.codebook}</a>
      </p>
    </>
  );
}

