/** The division itself: its share with its range and verdict, how its parts stand, and what stands beside it. */
import { VerdictBadge } from "../../components/VerdictBadge";
import { numberWords } from "../../i18n/numberdesk";
import type { Shown } from "./data";
import { changeOf, digits, inLanguage, plain, seenOf, whyOf } from "./said";

const MANY = 10; // parts of which some may be judged wrongly by chance

export function Summary({ shown }: { shown: Shown }) {
  const w = numberWords.value;
  const { figure, rows } = shown;
  if (!figure) return null;
  const seen = seenOf(figure);
  const count = (verdict: string): number => rows.filter((row) => (row.verdict ?? "withheld") === verdict).length;
  return (
    <section class="number__sum">
      <div class="card stat">
        <span>{inLanguage(shown)}</span>
        <div class="cluster">
          {seen && <b>{w.percent(digits(seen.point))}</b>}
          <VerdictBadge verdict={seen?.verdict ?? "withheld"}>{w.verdicts[seen?.verdict ?? "withheld"]}</VerdictBadge>
        </div>
        <span class="num">{seen ? w.rangeOf(digits(seen.low), digits(seen.high), plain(figure.answers ?? 0)) : whyOf(figure.reason)}</span>
        {figure.still_needed && <span>{w.stillNeeded(plain(figure.still_needed))}</span>}
        {figure.change && <span>{w.since(figure.change.since)}：{changeOf(figure.change)}</span>}
      </div>
      {rows.length > 0 && (
        <div class="card stat">
          <span>{w.parts}</span>
          <b>{w.ofParts(count("met"), rows.length)}</b>
          <span>{w.rest(count("not_met"), count("undecided"), count("withheld"))}</span>
          {rows.length >= MANY && <span class="small muted">{w.errors(rows.length)}</span>}
        </div>
      )}
      {seen && (
        <div class="card stat">
          <span>{w.unsure}</span>
          <b>{figure.cannot_say == null ? "–" : w.percent(digits(figure.cannot_say))}</b>
        </div>
      )}
      {seen && (
        <div class="card stat">
          <span>{w.heard}</span>
          <b>{figure.response_rate == null ? "–" : w.percent(digits(figure.response_rate))}</b>
          <span>{w.heardHint}</span>
        </div>
      )}
    </section>
  );
}
