/** Exactly the requests behind a number, the newest first. */
import "./figures.css";

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";

import { Banner } from "../../components/Banner";
import { Icon } from "../../components/Icon";
import { SkeletonRows } from "../../components/Skeleton";
import { Refused } from "../../data/api";
import { me } from "../../data/session";
import { moment } from "../../i18n/dates";
import { figuresWords } from "../../i18n/figures";
import { Frame } from "../Frame";
import { termName } from "../QueueTable";
import { StateBadge } from "../StateBadge";
import { monthName } from "./Choose";
import { address, choiceOf, type Line, listFigure } from "./data";
import { plain } from "./measures";

type Page = { lines: readonly Line[]; cursor: string; count: number };
const IN_QUEUE: Readonly<Record<string, string>> = { overdue: "overdue", received: "all" }; // views that show the same

export default function Behind() {
  const { list: w, failed, retry } = figuresWords.value;
  const { query } = useLocation();
  const choice = choiceOf(query);
  const figure = query.figure ?? "received";
  const page = useSignal<Page | null>(null);
  const trouble = useSignal("");

  async function load(cursor = ""): Promise<void> {
    try {
      const found = await listFigure(choice, figure, query.itself === "true", cursor);
      const before = cursor ? (page.peek()?.lines ?? []) : [];
      page.value = { lines: [...before, ...found.items], cursor: found.next_cursor ?? "", count: found.count };
      trouble.value = "";
    } catch (error) {
      trouble.value = error instanceof Refused ? error.message : failed;
      if (error instanceof Refused && error.status === 401) me.value = null;
    }
  }
  useEffect(() => {
    page.value = null;
    if (me.value?.kind === "staff") void load();
  }, [figure, choice.division, choice.category, choice.month, query.itself]);

  const title = nameOf(figure);
  const narrowed = [choice.month && monthName(choice.month), choice.category && termName(choice.category)].filter(Boolean);
  const view = IN_QUEUE[figure];
  return (
    <Frame title={title} at="figures">
      <div class="desk__head">
        <a class="iconbtn" href={address("/desk/figures", choice)} aria-label={w.back}><Icon name="arrow-left" /></a>
        <h1>{title}</h1>
        {page.value && <span class="badge badge--line badge--big num">{w.count(plain(page.value.count))}</span>}
        <span class="grow" />
        {view && !choice.month && <a class="btn btn--small" href={address("/desk", { view, division: choice.division, category: choice.category })}>{w.inQueue}</a>}
      </div>
      {narrowed.length > 0 && <p class="muted">{narrowed.join(" · ")}</p>}
      {trouble.value && <Banner kind="bad" action={<button type="button" class="textbtn" onClick={() => void load()}>{retry}</button>}>{trouble.value}</Banner>}
      {!page.value && !trouble.value && <SkeletonRows rows={9} />}
      {page.value?.count === 0 && <p>{w.none}</p>}
      {page.value && page.value.lines.length > 0 && <Lines lines={page.value.lines} />}
      {page.value?.cursor && <button type="button" class="btn" onClick={() => void load(page.peek()?.cursor)}>{w.more}</button>}
    </Frame>
  );
}

function Lines({ lines }: { lines: readonly Line[] }) {
  return (
    <ul class="rows card card--flush">
      {lines.map((line) => (
        <li key={line.id} class="figures__line">
          <span class="figures__what">
            <a class="queue__title clip2" href={`/desk/r/${line.id}`}>{line.description || line.number}</a>
            <small class="muted">{[line.number, termName(line.category), line.place_name, line.holder_name === line.place_name ? "" : line.holder_name].filter(Boolean).join(" · ")}</small>
          </span>
          <span class="figures__when">
            <StateBadge state={line.state} />
            <small class="muted num">{moment(line.sent_at)}</small>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** "社区：答复超时的" of answer_late:community. */
function nameOf(figure: string): string {
  const { list: { names }, age, kinds } = figuresWords.value;
  const [name = "", kind] = figure.split(":");
  if (name.startsWith("age_")) return names.age(age[Number(name.slice(4))] ?? "");
  const words = names[name as keyof typeof names];
  const plainly = typeof words === "string" ? words : figuresWords.value.title;
  return kind ? names.of(kinds[kind] ?? "", plainly) : plainly;
}

