/** One key and one webhook, as the desk sees them. */
import { lang } from "../../i18n";
import { moment } from "../../i18n/dates";
import { keysWords } from "../../i18n/keys";
import { divisionName } from "../directory/names";
import { EVENTS, type Hook, type Key } from "./programs";
import { termNames } from "./Terms";

function Standing({ ended }: { ended: boolean }) {
  const w = keysWords.value;
  return <span class={`badge badge--${ended ? "line" : "good"}`}>{ended ? w.ended : w.inForce}</span>;
}

type KeyCardProps = { item: Key; onEnd: () => void };

export function KeyCard({ item, onEnd }: KeyCardProps) {
  const w = keysWords.value;
  const about = [divisionName(item.division), termNames(item.categories) || w.allPublic, w.times(item.a_minute), item.fetches ? w.fetches : w.noFetches];
  return (
    <article class="card stack">
      <div class="between">
        <b>{item.name}</b>
        <Standing ended={item.ended_at !== null} />
      </div>
      <p>{about.join(" · ")}</p>
      <p class="small muted">
        <code>{w.begins(item.prefix)}</code> · {[w.by(item.person_name, moment(item.created_at)), item.last_used_at ? w.used(moment(item.last_used_at)) : w.unused, w.requests(item.requests)].join(" · ")}
      </p>
      {item.ended_at ? (
        <p class="small muted">{w.endedBy(item.ended_by_name, moment(item.ended_at))}</p>
      ) : (
        <div class="cluster"><button type="button" class="btn btn--small" onClick={onEnd}>{w.end}</button></div>
      )}
    </article>
  );
}

type HookCardProps = { item: Hook; onEnd: () => void; onLook: () => void };

export function HookCard({ item, onEnd, onLook }: HookCardProps) {
  const w = keysWords.value;
  const about = [divisionName(item.division), termNames(item.categories) || w.all, EVENTS.filter((event) => item.events.includes(event)).map((event) => w.event[event]).join(lang.value === "en" ? ", " : "、")];
  return (
    <article class="card stack">
      <div class="between">
        <b>{item.name}</b>
        <Standing ended={item.ended_at !== null} />
      </div>
      <p class="programs__url">{item.url}</p>
      <p>{about.join(" · ")}</p>
      <p class="small muted">{[w.setBy(item.person_name, moment(item.created_at)), item.delivered_at ? w.delivered(moment(item.delivered_at)) : w.neverDelivered].join(" · ")}</p>
      {item.failing_since && !item.ended_at && (
        <p class="programs__failing">{[w.failing(moment(item.failing_since)), w.why(item.trouble)].join(" · ")}</p>
      )}
      {item.ended_at ? (
        <p class="small muted">{w.endedBy(item.ended_by_name, moment(item.ended_at))}</p>
      ) : (
        <div class="cluster">
          {item.dead > 0 && <button type="button" class="btn btn--small" onClick={onLook}>{w.dead(item.dead)}</button>}
          <button type="button" class="btn btn--small" onClick={onEnd}>{w.end}</button>
        </div>
      )}
    </article>
  );
}
