/** One result: name with the found words marked, what it is, open or not, what it costs; how far and at which level. */
import type { Around } from "./around";
import { levelOf } from "../../data/place";
import { servicesWords } from "../../i18n/services";
import { ServiceRow } from "./ServiceRow";

export function ResultRow({ found, q, large }: { found: Around; q: string; large: boolean }) {
  const w = servicesWords.value;
  if (large) return <ServiceRow found={found} large />;
  const { service, line, distance } = found;
  return (
    <li>
      <a class="row row--top" href={`/s/${service.id}`}>
        <span class="row__body">
          <span class="row__title clip2">
            <Marked text={service.name} q={q.trim()} />
          </span>
          {service.summary && (
            <span class="row__sub clip2">
              <Marked text={service.summary} q={q.trim()} />
            </span>
          )}
          <span class="cluster cluster--badges">
            <span class={`open open--${line.look}`}>{line.text}</span>
            {service.free && <span class="badge">{w.free}</span>}
            {service.certified && <span class="badge badge--brand">{w.certified}</span>}
          </span>
        </span>
        <span class="row__val num nowrap">
          {distance}
          <span class="tiny faint row__level">{w.levels[levelOf(service.division)]}</span>
        </span>
      </a>
    </li>
  );
}

function Marked({ text, q }: { text: string; q: string }) {
  const at = q ? text.toLowerCase().indexOf(q.toLowerCase()) : -1;
  if (at < 0) return <>{text}</>;
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, at + q.length)}</mark>
      {text.slice(at + q.length)}
    </>
  );
}
