/** Photos of a request that are not there yet: those on their way, and those that the server would not take, each with what can be
 *  done about it. The request itself goes on. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Icon } from "../../components/Icon";
import { photosOf } from "../../data/draft";
import { PhoneFull } from "../../data/keep";
import { giveUpPhoto, replacePhoto, tryAgain } from "../../data/outbox";
import { BadPhoto, shrink } from "../../data/photos";
import type { RequestForResident } from "../../data/requests";
import { isArrived, type Part, refusedPhotos, type Unsent } from "../../data/unsent";
import { helpWords } from "../../i18n/help";
import { LocalPhoto } from "./Photo";
import { usePickers } from "./PickPhotos";
import { Progress } from "./UnsentCard";

export function MyPhotos({ copy, row }: { copy: RequestForResident; row: Unsent | undefined }) {
  const w = helpWords.value;
  if (!row || !isArrived(row) || row.parts.length === 1) return null;
  const refused = refusedPhotos(row);
  const there = row.parts.filter((part) => part.photo && part.done).length;
  return (
    <section class="card stack" aria-label={w.photosTitle}>
      <h2>{w.photosArrived(there, Math.max(copy.photos_expected, row.parts.length - 1))}</h2>
      {refused.map((part) => <Refused key={part.photo} row={row} part={part} />)}
      {row.parts.some((part) => !part.done && !part.refused) && <Progress row={row} number={null} now={Date.now()} />}
    </section>
  );
}

function Refused({ row, part }: { row: Unsent; part: Part }) {
  const w = helpWords.value;
  const photo = part.photo ?? "";
  const thumb = useSignal<ArrayBuffer | null>(null);
  const trouble = useSignal("");
  const [open, inputs] = usePickers(take);

  useEffect(() => {
    void photosOf(row.id).then((kept) => {
      thumb.value = kept.find((other) => other.id === photo)?.thumb ?? null;
    });
  }, [photo]);

  async function take([file]: File[]) {
    if (!file) return;
    try {
      await replacePhoto(row.id, photo, await shrink(file));
    } catch (error) {
      if (error instanceof BadPhoto) trouble.value = w.photoTrouble[error.why];
      else if (error instanceof PhoneFull) trouble.value = w.photoTrouble.full;
      else throw error;
    }
  }

  const why = part.refused?.type === "lost" ? w.photoLostHere : (part.refused?.errors?.[0]?.message ?? part.refused?.detail ?? w.photoNotTaken);
  return (
    <div class="refusedphoto">
      <span class="photo photo--s">{thumb.value && <LocalPhoto bytes={thumb.value} alt="" />}</span>
      <div class="grow">
        <p class="error" role="status">
          <Icon name="image-broken" />
          <span>{trouble.value || why}</span>
        </p>
        {inputs}
        <div class="cluster">
          <button type="button" class="btn btn--small" onClick={open.album}>{w.photoReplace}</button>
          {thumb.value && <button type="button" class="btn btn--small" onClick={() => void tryAgain(row.id)}>{w.photoAgain}</button>}
          <button type="button" class="btn btn--small" onClick={() => void giveUpPhoto(row.id, photo)}>{w.photoGiveUp}</button>
        </div>
      </div>
    </div>
  );
}
