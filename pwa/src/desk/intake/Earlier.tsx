/** The earlier requests of a number: a summary for the call taker, never for whoever is on the line. */
import { Icon } from "../../components/Icon";
import { moment } from "../../i18n/dates";
import { deskWords } from "../../i18n/desk";
import { intakeWords } from "../../i18n/intake";
import { StateBadge } from "../StateBadge";
import { looked } from "./caller";
import type { Earlier as Request } from "./data";
import { termName } from "./finding";
import { readable } from "../../data/requests";

export function Earlier() {
  const w = intakeWords.value;
  const caller = looked.value?.caller;
  if (!caller) return null;
  return (
    <section class="card stack intake__secret" aria-labelledby="earlier-title">
      <h2 id="earlier-title">{w.earlierTitle}</h2>
      <p class="intake__dont"><Icon name="lock-simple" weight="fill" size="s" /> {w.dontRead}</p>
      {caller.items.length === 0 ? <p class="muted">{w.earlierNone}</p> : (
        <ul class="rows intake__earlier">
          {caller.items.map((request) => <Line key={request.id} request={request} />)}
        </ul>
      )}
      <p class="small muted">{w.dontReadWhy}</p>
    </section>
  );
}

function Line({ request: { id, number, category, place_name, state, urgent, sent_at, whose } }: { request: Request }) {
  const w = intakeWords.value;
  return (
    <li>
      <a href={`/desk/r/${id}`} target="_blank" rel="noreferrer">
        <span class="between"><b>{termName(category)}</b><StateBadge state={state} /></span>
        <span class="small muted num">{[readable(number), place_name, moment(sent_at)].join(" · ")}</span>
        {(urgent || whose === "other") && <span class="small muted">{[urgent && deskWords.value.urgent, whose === "other" && w.forThem].filter(Boolean).join(" · ")}</span>}
      </a>
    </li>
  );
}
