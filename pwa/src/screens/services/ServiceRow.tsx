/** One service in a list: what, open or not, how far, and a call button that is a target of its own. In large text a card
 *  with the call button in words. */
import { Icon } from "../../components/Icon";
import { entryLang } from "../../data/catalogue";
import { city } from "../../data/city";
import { commonWords } from "../../i18n/common";
import { servicesWords } from "../../i18n/services";
import { Door } from "./Door";
import type { Around } from "./around";

type RowProps = { found: Around; large: boolean };

export function ServiceRow({ found, large }: RowProps) {
  return large ? <LargeCard found={found} /> : <StandardRow found={found} />;
}

function StandardRow({ found: { entry, name, summary, term, line, distance } }: { found: Around }) {
  return (
    <li class="row">
      <Door term={term} small />
      <a class="row__body row__link" href={`/s/${entry.id}`}>
        <span class="row__title clip2" lang={entryLang(entry, "name")}>{name}</span>
        {summary && <span class="row__sub clip2" lang={entryLang(entry, "description")}>{summary}</span>}
        <span class="cluster cluster--line">
          <span class={`open open--${line.look}`}>{line.text}</span>
          {distance && <span class="small muted num">{distance}</span>}
        </span>
      </a>
      <CallButton name={name} phone={entry.phone} />
    </li>
  );
}

function LargeCard({ found: { entry, name, summary, line, distance } }: { found: Around }) {
  const w = commonWords.value;
  return (
    <li class="card stack">
      <a class="row__link" href={`/s/${entry.id}`}>
        <p class="row__title" lang={entryLang(entry, "name")}>{name}</p>
        {summary && <p class="row__sub" lang={entryLang(entry, "description")}>{summary}</p>}
        <p class="cluster cluster--line">
          <span class={`open open--${line.look}`}>{line.text}</span>
          {distance && <span class="small muted num">{distance}</span>}
        </p>
      </a>
      {entry.phone && (
        <a class="btn btn--wide" href={`tel:${entry.phone}`}>
          <Icon name="phone" weight="fill" />
          <span class="btn__two">
            <span class="vh">{name} </span>
            {w.call}
            {city.demo && <small>{w.demoNumber}</small>}
          </span>
        </a>
      )}
    </li>
  );
}

function CallButton({ name, phone }: { name: string; phone: string }) {
  if (!phone) return null;
  return (
    <a class="callno" href={`tel:${phone}`}>
      <span class="vh">{servicesWords.value.callTo(name)} </span>
      <span class="iconbtn iconbtn--line">
        <Icon name="phone" weight="fill" />
      </span>
      {city.demo && <span class="tiny faint">{commonWords.value.demoShort}</span>}
    </a>
  );
}
