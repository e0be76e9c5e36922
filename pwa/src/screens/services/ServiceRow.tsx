/** One service in a list: what, open or not, how far, and a call button that is a target of its own. In large text a card
 *  with the call button in words. */
import { Icon } from "../../components/Icon";
import { city } from "../../data/city";
import { commonWords } from "../../i18n/common";
import { servicesWords } from "../../i18n/services";
import { Door } from "./Door";
import type { Around, ShortService } from "./around";

type RowProps = { found: Around; large: boolean };

export function ServiceRow({ found, large }: RowProps) {
  return large ? <LargeCard found={found} /> : <StandardRow found={found} />;
}

function StandardRow({ found: { service, term, line, distance } }: { found: Around }) {
  return (
    <li class="row">
      <Door term={term} small />
      <a class="row__body row__link" href={`/s/${service.id}`}>
        <span class="row__title clip2">{service.name}</span>
        {service.summary && <span class="row__sub clip2">{service.summary}</span>}
        <span class="cluster cluster--line">
          <span class={`open open--${line.look}`}>{line.text}</span>
          {distance && <span class="small muted num">{distance}</span>}
        </span>
      </a>
      <CallButton service={service} />
    </li>
  );
}

function LargeCard({ found: { service, line, distance } }: { found: Around }) {
  const w = commonWords.value;
  return (
    <li class="card stack">
      <a class="row__link" href={`/s/${service.id}`}>
        <h3>{service.name}</h3>
        {service.summary && <p class="row__sub">{service.summary}</p>}
        <p class="cluster cluster--line">
          <span class={`open open--${line.look}`}>{line.text}</span>
          {distance && <span class="small muted num">{distance}</span>}
        </p>
      </a>
      {service.phone && (
        <a class="btn btn--wide" href={`tel:${service.phone}`} aria-label={callLabel(service)}>
          <Icon name="phone" weight="fill" />
          <span class="btn__two">
            {w.call}
            {city.demo && <small>{w.demoNumber}</small>}
          </span>
        </a>
      )}
    </li>
  );
}

function CallButton({ service }: { service: ShortService }) {
  if (!service.phone) return null;
  return (
    <a class="callno" href={`tel:${service.phone}`} aria-label={callLabel(service)}>
      <span class="iconbtn iconbtn--line">
        <Icon name="phone" weight="fill" />
      </span>
      {city.demo && <span class="tiny faint">{commonWords.value.demoShort}</span>}
    </a>
  );
}

function callLabel(service: ShortService): string {
  const w = commonWords.value;
  return servicesWords.value.callLabel(service.name, city.demo ? w.demoNumber : "");
}
