/** How well is it going, and where not? Every number is a link to exactly the requests that it counts. */
import "../../screens/help/form.css";
import "./figures.css";

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";

import { Banner } from "../../components/Banner";
import { Empty } from "../../components/Empty";
import { Icon } from "../../components/Icon";
import { SkeletonRows } from "../../components/Skeleton";
import { say } from "../../components/Toast";
import { Refused } from "../../data/api";
import type { Seen } from "../../data/pages";
import { me } from "../../data/session";
import { moment } from "../../i18n/dates";
import { deskWords } from "../../i18n/desk";
import { figuresWords } from "../../i18n/figures";
import { RadioChips } from "../../screens/help/RadioChips";
import { Frame } from "../Frame";
import { termName } from "../QueueTable";
import { Bars } from "./Bars";
import { Choose, monthName } from "./Choose";
import { address, BYS, choiceOf, exportFigures, type Look, LOOKS, readFigures, type Row, type Shown } from "./data";
import { type MeasureName, NAMES } from "./measures";
import { Table } from "./Table";
import { Totals } from "./Totals";

export default function FiguresPage() {
  const w = figuresWords.value;
  const { query } = useLocation();
  const choice = choiceOf(query);
  const shown = useSignal<Seen<Shown> | null>(null);
  const trouble = useSignal("");
  const isBusy = useSignal(false);

  async function load(): Promise<void> {
    try {
      shown.value = await readFigures(choice);
      trouble.value = "";
    } catch (error) {
      shown.value = null;
      trouble.value = error instanceof Refused ? error.message : w.failed;
      if (error instanceof Refused && error.status === 401) me.value = null;
    }
  }
  useEffect(() => {
    if (me.value?.kind === "staff") void load();
  }, [choice.division, choice.category, choice.month]);

  const save = async (): Promise<void> => {
    if (isBusy.peek()) return;
    isBusy.value = true;
    await exportFigures(choice).catch((error: unknown) => say(error instanceof Refused ? error.message : w.failed));
    isBusy.value = false;
  };
  return (
    <Frame title={w.title} at="figures">
      <div class="desk__head">
        <h1>{w.title}</h1>
        <span class="grow" />
        <button type="button" class="btn btn--small" aria-busy={isBusy.value} onClick={() => void save()}><Icon name="download-simple" size="s" />{w.export}</button>
      </div>
      {trouble.value && <Banner kind="bad" action={<button type="button" class="textbtn" onClick={() => void load()}>{w.retry}</button>}>{trouble.value}</Banner>}
      {!shown.value && !trouble.value && <SkeletonRows rows={9} />}
      {shown.value?.stored && <Banner kind="offline">{deskWords.value.offline(moment(shown.value.at))}</Banner>}
      {shown.value && <Page shown={shown.value.data} query={query} />}
    </Frame>
  );
}

function Page({ shown, query }: { shown: Shown; query: Record<string, string> }) {
  const w = figuresWords.value;
  const choice = choiceOf(query);
  const link = (figure: string, more: Record<string, string> = {}): string =>
    address("/desk/figures/list", { ...choice, division: shown.division, ...more, figure });
  return (
    <>
      <Choose shown={shown} choice={choice} query={query} />
      {shown.waiting > 0 && <Banner kind="info">{w.waiting(shown.waiting)}</Banner>}
      <Totals figures={shown.total} link={link} />
      {mayForesee() && <p><a href={address("/desk/figures/forecast", { division: shown.division })}>{w.forecast.link}</a></p>}
      <p class="small muted">{w.apart}<a href={address("/number", { division: shown.division })}>{w.apartLink}</a>{w.apartEnd}</p>
      <Rows shown={shown} query={query} link={link} />
      <details class="card">
        <summary>{w.how}</summary>
        <ul class="stack prose">{w.howText.map((line) => <li key={line}>{line}</li>)}</ul>
      </details>
    </>
  );
}

/** Of the roles that read figures these two plan. */
const mayForesee = (): boolean => me.value?.rights.some(({ role }) => role === "manager" || role === "auditor") ?? false;

type Link = (figure: string, more?: Record<string, string>) => string;

function Rows({ shown, query, link }: { shown: Shown; query: Record<string, string>; link: Link }) {
  const w = figuresWords.value;
  const { route } = useLocation();
  const bys = BYS.filter((by) => by !== "division" || shown.divisions.length);
  const by = oneOf(bys, query.by, bys[0] ?? "category");
  const look: Look = oneOf(LOOKS, query.look, "picture");
  const measure: MeasureName = oneOf(NAMES, query.of, "received");
  const rows = { division: shown.divisions, category: shown.categories, month: shown.by_month }[by];
  const choose = (said: Record<string, string>): void => route(address("/desk/figures", { ...query, ...said }), true);
  const nameOf = (row: Row): string =>
    by === "category" ? termName(row.code) : by === "month" ? monthName(row.code) : row.itself ? w.itself(row.name) : row.name;
  const drill = (row: Row): string | null =>
    row.itself ? null : address("/desk/figures", { ...query, [by]: row.code, ...(by === "division" ? { by: "" } : {}) });
  const behind = (row: Row, figure: string): string => link(figure, { [by]: row.code, ...(row.itself && { itself: "true" }) });
  return (
    <section class="stack">
      <div class="figures__views">
        <RadioChips name="figures-by" legend={w.by} hideLegend look="seg" options={bys.map((value) => ({ value, label: w.bys[value] }))} value={by} onChange={(value) => choose({ by: value })} />
        <RadioChips name="figures-look" legend={w.look} hideLegend look="seg" options={LOOKS.map((value) => ({ value, label: w.looks[value] }))} value={look} onChange={(value) => choose({ look: value })} />
        {look === "picture" && (
          <label class="figures__pick">
            <span class="vh">{w.shown}</span>
            <select class="input" value={measure} onChange={(event) => choose({ of: event.currentTarget.value })}>
              {NAMES.map((name) => <option key={name} value={name}>{w.columns[name]}</option>)}
            </select>
          </label>
        )}
      </div>
      {rows.length === 0 && <Empty art="row" title={w.noneYet} />}
      {rows.length > 0 && look === "picture" && (
        <div class="card"><Bars rows={rows} measure={measure} nameOf={nameOf} drill={drill} link={behind} /></div>
      )}
      {rows.length > 0 && look === "table" && <Table rows={rows} caption={w.bys[by]} nameOf={nameOf} drill={drill} link={behind} />}
    </section>
  );
}

/** What was chosen, if it is one of these. */
function oneOf<T extends string>(all: readonly T[], chosen: string | undefined, otherwise: T): T {
  return all.find((one) => one === chosen) ?? otherwise;
}

