/** The photos of a request; one press shows a picture whole. */
import { useSignal } from "@preact/signals";

import { Sheet } from "../components/Sheet";
import { deskWords } from "../i18n/desk";
import type { RequestForDesk } from "./data";

export function Photos({ request }: { request: RequestForDesk }) {
  const w = deskWords.value;
  const shown = useSignal<string | null>(null);
  const missing = request.photos_expected - request.photos_received;
  const at = (photo: string, size: number): string => `/api/requests/${request.id}/photos/${photo}/${size}`;
  const close = (): void => {
    shown.value = null;
  };
  return (
    <>
      {request.photos.length > 0 && (
        <div class="shots">
          {request.photos.map((photo, index) => (
            <button key={photo.id} type="button" class="photo shot" onClick={() => (shown.value = photo.id)}>
              <img src={at(photo.id, 400)} alt={w.photo(index + 1)} loading="lazy" />
            </button>
          ))}
        </div>
      )}
      {missing > 0 && <p class="small muted" role="status">{w.photosComing(request.photos_received, request.photos_expected)}</p>}
      <Sheet open={shown.value !== null} onClose={close} title={w.bigPhoto}>
        {shown.value && <img class="shot__big" src={at(shown.value, 1600)} alt={w.bigPhoto} />}
        <button type="button" class="btn btn--wide" onClick={close}>{w.closePhoto}</button>
      </Sheet>
    </>
  );
}
