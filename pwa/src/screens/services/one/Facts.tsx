/** What one wants to know before going: where, how much, what to bring, for whom. What nobody wrote down is said so. */
import type { ComponentChildren } from "preact";

import { Icon } from "../../../components/Icon";
import { type Entry, entryLang, entryText, type TextName } from "../../../data/catalogue";
import { position } from "../../../data/position";
import { detailWords } from "../../../i18n/detail";
import { servicesWords } from "../../../i18n/services";
import { metresTo } from "../around";
import { roundMetres, walkMinutes } from "../../../data/distance";

export function Facts({ entry }: { entry: Entry }) {
  const w = servicesWords.value;
  const text = (name: TextName): string => entryText(entry, name);
  const [spot] = entry.spots;
  const words = entryLang(entry, "documents");
  return (
    <section class="card card--flush rows" aria-label={w.facts}>
      <Fact icon="map-pin-regular" lead={spot?.address || w.addressUnknown}>
        {[awayWords(entry), spot?.entrance].filter(Boolean).join(w.comma)}
      </Fact>
      <Fact icon="hand-coins-regular" lead={feeWords(entry)}>
        {entry.fee !== null && text("fee_note")}
      </Fact>
      <Fact icon="identification-card-regular" lead={text("documents") || w.bringUnknown} lang={words} />
      <ForWhom entry={entry} />
      {text("application") && <Fact icon="list-checks-regular" lead={text("application")} lang={words} />}
      {text("wait") && <Fact icon="clock-regular" lead={text("wait")} lang={words} />}
      {text("accessibility") && <Fact icon="wheelchair-regular" lead={text("accessibility")} lang={words} />}
      {entry.homeVisit && <Fact icon="house-line-regular" lead={w.comes} />}
      {entry.languages.length > 0 && <Fact icon="translate-regular" lead={tongues(entry.languages)} />}
      {entry.provider.certificate && <Fact icon="seal-check-duotone" lead={w.certificate(entry.provider.certificate)} href={`/c/${encodeURIComponent(entry.provider.certificate)}`} />}
    </section>
  );
}

/** In words, and the groups it is meant for. */
function ForWhom({ entry }: { entry: Entry }) {
  const w = servicesWords.value;
  const words = entryText(entry, "eligibility");
  const groups = entry.audience.map((code) => w.audiences[code] ?? "").filter(Boolean);
  const audience = groups.length ? detailWords.value.audience(groups.join(w.listComma)) : "";
  if (!words && !audience) return null;
  return (
    <Fact icon="users-regular" lead={words || audience} lang={words ? entryLang(entry, "eligibility") : undefined}>
      {words && audience}
    </Fact>
  );
}

function tongues(codes: readonly string[]): string {
  const w = detailWords.value;
  return w.speaks(codes.map((code) => w.tongues[code] ?? code).join(servicesWords.value.listComma));
}

type FactProps = { icon: string; lead: string; lang?: string | undefined; href?: string; children?: ComponentChildren };

function Fact({ icon, lead, lang, href, children }: FactProps) {
  return (
    <div class="fact" lang={lang}>
      <Icon name={icon} />
      <div class="grow">
        <b>{href ? <a href={href} target="_blank" rel="noopener">{lead}</a> : lead.replace(/[。.]$/, "")}</b>
        {children && <p class="row__sub">{children}</p>}
      </div>
    </div>
  );
}

function feeWords(entry: Entry): string {
  const w = servicesWords.value;
  if (entry.fee === 0) return w.free;
  if (entry.fee === null) return entryText(entry, "fee_note") || w.feeUnknown;
  return w.yuan((entry.fee / 100).toFixed(entry.fee % 100 ? 2 : 0));
}

/** From where one stands, if the phone was asked; else from the office of one's community. */
function awayWords(entry: Entry): string {
  const w = servicesWords.value;
  const metres = metresTo(entry);
  if (metres === null) return "";
  const how = [w.distance(roundMetres(metres)), metres <= 3000 ? w.walk(walkMinutes(metres)) : ""].filter(Boolean).join(w.comma);
  return position.value ? w.awayFromYou(how) : w.awayFromCentre(how);
}
