/** All that will be sent, before it is: nobody gives away a name or a number by accident. */
import type { ComponentChildren } from "preact";

import { draft } from "../../data/draft";
import { nameOf } from "../../data/place";
import { TERMS } from "../../data/taxonomy.gen";
import { categoryOf, comesHome } from "../../data/words";
import { lang } from "../../i18n";
import { helpWords } from "../../i18n/help";
import { LocalPhoto } from "./Photo";
import { tiles } from "./tiles";
import { whenWords } from "./When";

export function Review() {
  const w = helpWords.value;
  const { description, address, location, place, onBehalf, window: wish } = draft.value;
  const term = TERMS.find((other) => other.code === categoryOf(draft.value));
  return (
    <details class="card review" open>
      <summary>
        <h2>{w.reviewTitle}</h2>
      </summary>
      <dl>
        <Fact name={w.review.words}>{description.trim() || w.reviewNone}</Fact>
        <Fact name={w.review.category}>{lang.value === "en" ? term?.en : term?.zh}</Fact>
        <Fact name={w.review.photos}><Photos /></Fact>
        <Fact name={w.review.place}>{place ? nameOf(place) : w.reviewNone}</Fact>
        <Fact name={w.review.address}>{address.trim() || w.reviewNone}</Fact>
        {location && <Fact name={w.review.location}>{w.reviewLocation}</Fact>}
        {wish && comesHome(categoryOf(draft.value)) && <Fact name={w.review.when}>{whenWords(wish)}</Fact>}
        <Fact name={w.review.contact}>{reachOf()}</Fact>
        {onBehalf && <Fact name={w.review.other}>{[onBehalf.name, onBehalf.relation, onBehalf.phone].filter(Boolean).join(" · ")}</Fact>}
      </dl>
      <p class="small muted">{w.reviewWho}</p>
    </details>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** How many and how big: somebody may be paying for every megabyte. */
function Photos() {
  const w = helpWords.value;
  const kept = tiles.value.filter((tile) => tile.state === "kept");
  if (kept.length === 0) return <>{w.reviewNone}</>;
  const kb = Math.max(1, Math.round(kept.reduce((sum, tile) => sum + (tile.size ?? 0), 0) / 1000));
  const connection = (navigator as { connection?: { type?: string } }).connection;
  return (
    <>
      {w.reviewPhotos(kept.length, w.size(kb))} {connection?.type === "cellular" && w.onMobileData}
      <span class="review__photos">
        {kept.map((tile, index) => tile.thumb && (
          <span key={tile.key} class="photo photo--s"><LocalPhoto bytes={tile.thumb} alt={w.photo(index + 1)} /></span>
        ))}
      </span>
    </>
  );
}

function reachOf(): string {
  const w = helpWords.value;
  const { noPhone, phone, name, wish } = draft.value;
  if (noPhone) return w.noPhone;
  return [name.trim(), phone.trim() || w.reviewNone, w.wish[wish]].filter(Boolean).join(" · ");
}
