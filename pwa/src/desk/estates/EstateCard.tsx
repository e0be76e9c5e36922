/** One estate: where, whose, which houses. */
import { Icon } from "../../components/Icon";
import { estatesWords } from "../../i18n/estates";
import type { Estate } from "./data";

export function EstateCard({ estate, onEdit }: { estate: Estate; onEdit: (() => void) | null }) {
  const w = estatesWords.value;
  return (
    <article class="card whose__rule">
      <h2>{estate.name}</h2>
      <p class="small muted">{estate.community_name}</p>
      <p><b>{estate.company || w.noCompany}</b></p>
      {estate.organization && !estate.is_seen && <p class="due due--wait small"><Icon name="warning-circle" weight="fill" /><span>{w.notSeen}</span></p>}
      <ul class="small">
        {estate.roads.map(({ road, numbers }) => <li key={road + (numbers ?? "")}>{road} {numbers || w.wholeRoad}</li>)}
      </ul>
      {onEdit && <p class="whose__foot"><span /><button type="button" class="textbtn" aria-label={`${w.edit} ${estate.name}`} onClick={onEdit}>{w.edit}</button></p>}
    </article>
  );
}
