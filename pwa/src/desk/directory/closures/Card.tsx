/** One such act, and its undo. */
import { TERMS } from "../../../data/taxonomy.gen";
import { lang } from "../../../i18n";
import { date, moment } from "../../../i18n/dates";
import { directoryWords } from "../../../i18n/directory";
import { divisionName } from "../names";
import type { Closure } from "./closures";

export function Card({ closure, isBusy, onOpen }: { closure: Closure; isBusy: boolean; onOpen: () => void }) {
  const { closures: w, list } = directoryWords.value;
  const term = TERMS.find(({ code }) => code === closure.category);
  const what = term ? (lang.value === "en" ? term.en : term.zh) : list.allCategories;
  const days = closure.begins_on === closure.ends_on ? date(closure.begins_on) : w.days(date(closure.begins_on), date(closure.ends_on));
  const isShut = closure.state === "closed" || closure.state === "closing";
  return (
    <article class="card stack">
      <div class="between">
        <b>{closure.note}</b>
        <span class={`badge badge--${isShut ? "bad" : "line"}`}>{w.states[closure.state]}</span>
      </div>
      <p>{[divisionName(closure.division), what, days, w.count(closure.services)].join(" · ")}</p>
      <p class="small muted">
        {w.by(closure.by_name, moment(closure.at))}
        {closure.opened_at && ` · ${w.openedBy(closure.opened_by_name, moment(closure.opened_at))}`}
      </p>
      {isShut && <button type="button" class="btn btn--small" aria-busy={isBusy} onClick={onOpen}>{w.open}</button>}
    </article>
  );
}
