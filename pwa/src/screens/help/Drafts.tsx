/** What was begun and not sent: go on, or throw away. */
import { useSignal } from "@preact/signals";

import { Icon } from "../../components/Icon";
import { Sheet } from "../../components/Sheet";
import { discard, type Draft, drafts } from "../../data/draft";
import { moment } from "../../i18n/dates";
import { helpWords } from "../../i18n/help";

export function Drafts() {
  const w = helpWords.value;
  const going = useSignal<Draft | null>(null);
  if (drafts.value.length === 0) return null;

  async function throwAway() {
    if (going.value) await discard(going.value.id);
    going.value = null;
  }

  return (
    <>
      <div class="section-head">
        <h2>{w.drafts}</h2>
      </div>
      <ul class="card card--flush rows">
        {drafts.value.map((draft) => (
          <li key={draft.id} class="draft">
            <a class="row draft__go" href={`/help/new?draft=${draft.id}&step=${draft.description ? "words" : "photo"}`}>
              <Icon name="pencil-simple-line" />
              <span class="row__body">
                <span class="row__plain clip2">{draft.description.trim() || w.draftWithout}</span>
                <span class="row__sub">{aboutDraft(draft)}</span>
              </span>
            </a>
            <button type="button" class="iconbtn" aria-label={`${w.discardDraft}：${draft.description.trim() || w.draftWithout}`}
              onClick={() => (going.value = draft)}>
              <Icon name="trash" />
            </button>
          </li>
        ))}
      </ul>
      <Sheet open={going.value !== null} onClose={() => (going.value = null)} title={w.discardTitle}>
        <p class="muted">{w.discardText}</p>
        <div class="pair">
          <button type="button" class="btn btn--bad" onClick={() => void throwAway()}>{w.discardDraft}</button>
          <button type="button" class="btn" onClick={() => (going.value = null)}>{w.keepIt}</button>
        </div>
      </Sheet>
    </>
  );
}

function aboutDraft({ touchedAt, photos }: Draft): string {
  const w = helpWords.value;
  const when = w.draftOf(moment(touchedAt));
  return photos.length > 0 ? `${when} · ${w.draftPhotos(photos.length)}` : when;
}
