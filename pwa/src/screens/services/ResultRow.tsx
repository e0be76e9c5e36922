/** One result: name with the found words marked, what it is, open or not, what it costs; how far and at which level. */
import { entryLang } from "../../data/catalogue";
import { servicesWords } from "../../i18n/services";
import type { Around } from "./around";
import { ServiceRow } from "./ServiceRow";

export function ResultRow({ found, q, large }: { found: Around; q: string; large: boolean }) {
  const w = servicesWords.value;
  if (large) return <ServiceRow found={found} large />;
  const { entry, name, summary, line, distance } = found;
  return (
    <li>
      <a class="row row--top" href={`/s/${entry.id}`}>
        <span class="row__body">
          <span class="row__title clip2" lang={entryLang(entry, "name")}>
            <Marked text={name} q={q.trim()} />
          </span>
          {summary && (
            <span class="row__sub clip2" lang={entryLang(entry, "description")}>
              <Marked text={summary} q={q.trim()} />
            </span>
          )}
          <span class="cluster cluster--badges">
            <span class={`open open--${line.look}`}>{line.text}</span>
            {entry.fee === 0 && <span class="badge">{w.free}</span>}
            {entry.provider.certificate && <span class="badge badge--brand">{w.certified}</span>}
          </span>
        </span>
        <span class="row__val num nowrap">
          {distance}
          <span class="tiny faint row__level">{w.levels[entry.level]}</span>
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
