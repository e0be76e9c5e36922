/** A division's year as one page to print: the sentence, the picture, its parts, needs, and how it was found. */
import "../../style/survey.css";
import "./number.css";

import { useLocation, useRoute } from "preact-iso";

import { Banner } from "../../components/Banner";
import { Empty } from "../../components/Empty";
import { Icon } from "../../components/Icon";
import { SkeletonRows } from "../../components/Skeleton";
import { date } from "../../i18n/dates";
import { numberWords } from "../../i18n/numberdesk";
import { Frame } from "../Frame";
import { address, type Shown } from "./data";
import { FigureTable } from "./FigureTable";
import { Parts } from "./Parts";
import { digits, inLanguage, plain, seenOf, whyOf } from "./said";
import { useNumber } from "./useNumber";

export default function ReportPage() {
  const w = numberWords.value;
  const { params } = useRoute();
  const { query } = useLocation();
  const choice = { division: params.division ?? "", year: query.year ?? "" };
  const { shown, trouble, load } = useNumber(choice);
  const data = shown.value?.data;
  const title = data ? w.reportTitle(data.year ?? 0, inLanguage(data)) : w.report;
  return (
    <Frame title={title} at="number">
      <div class="desk__head report__bar">
        <a class="iconbtn" href={address("/desk/number", choice)} aria-label={w.back}><Icon name="arrow-left" /></a>
        <span class="grow" />
        <button type="button" class="btn btn--small" onClick={() => print()}><Icon name="printer" size="s" />{w.print}</button>
      </div>
      {trouble.value && <Banner kind="bad" action={<button type="button" class="textbtn" onClick={() => void load()}>{w.retry}</button>}>{trouble.value}</Banner>}
      {!data && !trouble.value && <SkeletonRows rows={9} />}
      {data && !data.figure && <Empty art="row" title={w.none} />}
      {data?.figure && <Sheet shown={data} title={title} />}
    </Frame>
  );
}

function Sheet({ shown, title }: { shown: Shown; title: string }) {
  const w = numberWords.value;
  const { figure } = shown;
  const seen = figure && seenOf(figure);
  const [name, goal] = [inLanguage(shown), String(Math.round(shown.goal * 100))];
  const says = { met: w.saidMet, not_met: w.saidNotMet, undecided: w.saidUndecided };
  return (
    <article class="report">
      <h1>{title}</h1>
      {shown.published_on && <p class="small muted">{w.reportOn(date(shown.published_on, true))}{shown.revised ? ` · ${w.revised}${shown.note}` : ""}</p>}
      <p class="report__lead">
        <b>{seen?.verdict ? says[seen.verdict](name, goal) : w.saidWithheld(name, whyOf(figure?.reason))}</b>
        {seen && ` ${w.asked(plain(figure.answers ?? 0), digits(seen.point), digits(seen.low), digits(seen.high))}`}
        {figure?.still_needed && ` ${w.stillNeeded(plain(figure.still_needed))}${w.stop}`}
      </p>
      <FigureTable caption={w.sections.history} first={w.columns.year} figures={shown.history.map((past) => past.figure)} nameOf={(_, place) => String(shown.history[place]?.year ?? "")} goal={shown.goal} />
      <Parts shown={shown} />
      <p class="small muted">{w.order}</p>
      <ul class="small muted report__how">{w.howText.map((line) => <li key={line}>{line}</li>)}</ul>
    </article>
  );
}
