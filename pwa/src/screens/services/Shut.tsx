/** Nothing that fits is open: says so, what opens first, and where somebody answers meanwhile. */
import { Icon } from "../../components/Icon";
import { city, inWords } from "../../data/city";
import { servicesWords } from "../../i18n/services";
import type { Around } from "./around";
import { momentWords } from "./openLine";

const HEALTH = "health"; // the top category for which an ambulance may be what is needed

/** `at`: the moment that was asked about; "": now. */
export function Shut({ next, at }: { next: Around | null; at: string }) {
  const w = servicesWords.value;
  const opens = next && Number.isFinite(next.opensAt) ? w.opensFirst(next.name, next.line.text) : "";
  return (
    <div class="card stack">
      <p role="status">
        <b>{at ? w.shutAt(momentWords(at)) : w.shutNow}</b>
        {opens}
      </p>
      {!at && (
        <div class="pair">
          <Call number={city.hotline}>{w.callHotline(city.hotline)}</Call>
          {next?.term?.parent === HEALTH &&
            city.emergency.map(({ number, name }) => (
              <Call key={number} number={number}>{`${inWords(name)} ${number}`}</Call>
            ))}
        </div>
      )}
    </div>
  );
}

function Call({ number, children }: { number: string; children: string }) {
  return (
    <a class="btn btn--small" href={`tel:${number}`}>
      <Icon name="phone" weight="fill" size="s" />
      {children}
    </a>
  );
}
