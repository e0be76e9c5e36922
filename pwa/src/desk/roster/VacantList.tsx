/** Divisions in which nobody works, those with waiting requests first. */
import { Icon } from "../../components/Icon";
import { rosterWords } from "../../i18n/roster";
import type { Vacant } from "./data";

const SHOWN = 20;

export function VacantList({ vacant, onChoose }: { vacant: Vacant; onChoose: (code: string) => void }) {
  const w = rosterWords.value;
  if (!vacant.items.length) return null;
  const more = vacant.items.length > SHOWN || vacant.more;
  return (
    <section class="stack" aria-labelledby="vacant-title">
      <h2 id="vacant-title">{w.vacantTitle} <span class="count">{vacant.more ? `${vacant.items.length}+` : vacant.items.length}</span></h2>
      <p class="small muted">{w.vacantHint}</p>
      <ul class="card card--flush rows">
        {vacant.items.slice(0, SHOWN).map(({ code, name, waiting }) => (
          <li key={code}>
            <button type="button" class="row" onClick={() => onChoose(code)}>
              <span class="row__body"><span class="row__title">{name}</span><span class="row__sub">{w.waiting(waiting)}</span></span>
              <Icon name="caret-right" weight="bold" />
            </button>
          </li>
        ))}
      </ul>
      {more && <p class="small muted">…</p>}
    </section>
  );
}
