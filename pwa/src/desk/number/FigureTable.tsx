/** Figures as rows: name, the interval on an axis that all share, and the same in digits. What is withheld says why in every cell. */
import { VerdictBadge } from "../../components/VerdictBadge";
import { numberWords } from "../../i18n/numberdesk";
import { axisOf } from "./axis";
import type { Figure } from "./data";
import { Plot, PlotHead } from "./Plot";
import { changeOf, digits, pictureOf, plain, seenOf, whyOf } from "./said";

type FigureTableProps = {
  caption: string;
  first: string; // heading of the names
  figures: readonly Figure[];
  nameOf: (figure: Figure, place: number) => string;
  linkOf?: (figure: Figure) => string | null;
  goal: number | null;
};
/** What some figure of a table has; a column of nothing is not drawn. */
type Columns = { change: boolean; unsure: boolean };

export function FigureTable({ caption, first, figures, nameOf, linkOf, goal }: FigureTableProps) {
  const w = numberWords.value;
  const columns: Columns = { change: figures.some(({ change }) => change), unsure: figures.some(({ cannot_say }) => cannot_say) };
  const axis = axisOf(figures.map(seenOf).filter((seen) => seen !== null), goal);
  return (
    <section class="card card--flush">
      <table class="table cat">
        <caption class="vh">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            <th scope="col" class="plot"><span class="vh">{w.columns.plot}</span><PlotHead axis={axis} goal={goal} goalLabel={w.goal(String(Math.round((goal ?? 0) * 100)))} /></th>
            <th scope="col" class="n">{w.columns.point}</th>
            <th scope="col" class="n">{w.columns.range}</th>
            <th scope="col">{goal === null ? w.columns.answers : w.columns.verdict}</th>
            {columns.change && <th scope="col">{w.columns.change}</th>}
            {columns.unsure && <th scope="col" class="n cat__more">{w.columns.unsure}</th>}
            <th scope="col" class="n cat__more">{w.columns.heard}</th>
          </tr>
        </thead>
        <tbody>
          {figures.map((figure, place) => (
            <Line key={`${figure.division}${figure.group}${figure.statistic}${place}`} figure={figure} name={nameOf(figure, place)} to={linkOf?.(figure) ?? null} axis={axis} goal={goal} columns={columns} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

type LineProps = { figure: Figure; name: string; to: string | null; axis: ReturnType<typeof axisOf>; goal: number | null; columns: Columns };

function Line({ figure, name, to, axis, goal, columns }: LineProps) {
  const w = numberWords.value;
  const seen = seenOf(figure);
  const title = to ? <a href={to}>{name}</a> : name;
  if (!seen) {
    return (
      <tr class="cat__withheld">
        <th scope="row">{title}</th>
        <td class="plot"><Plot seen={null} axis={axis} goal={goal} /></td>
        <td class="v" colSpan={4 + Number(columns.change) + Number(columns.unsure)}><span class="badge badge--line">{w.verdicts.withheld}</span> <span class="muted small">{whyOf(figure.reason)}</span></td>
      </tr>
    );
  }
  return (
    <tr>
      <th scope="row">{title}</th>
      <td class="plot"><Plot seen={seen} axis={axis} goal={goal} label={pictureOf(name, seen)} /></td>
      <td class="n"><b>{w.percent(digits(seen.point))}</b></td>
      <td class="n muted">{w.range(digits(seen.low), digits(seen.high))}</td>
      <td class="v">{goal !== null && seen.verdict ? <VerdictBadge verdict={seen.verdict}>{w.verdicts[seen.verdict]}</VerdictBadge> : <span class="num nowrap">{plain(figure.answers ?? 0)}</span>}</td>
      {columns.change && <td class="small muted cat__change">{figure.change ? <span title={w.since(figure.change.since)}>{changeOf(figure.change)}</span> : w.noChange}</td>}
      {columns.unsure && <td class="n small muted cat__more">{figure.cannot_say == null ? "–" : w.percent(digits(figure.cannot_say))}</td>}
      <td class="n small muted cat__more">{figure.response_rate == null ? "–" : w.percent(digits(figure.response_rate))}</td>
    </tr>
  );
}
