/** The photos of a request; one press shows a picture whole, and closer. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

import { Icon } from "../components/Icon";
import { deskWords } from "../i18n/desk";
import { queueWords } from "../i18n/queue";
import type { RequestForDesk } from "./data";

const ZOOMS = [1, 2, 3, 4]; // times as large as the window; style by desk.css

export function Photos({ request }: { request: RequestForDesk }) {
  const w = deskWords.value;
  const shown = useSignal<string | null>(null);
  const missing = request.photos_expected - request.photos_received;
  return (
    <>
      {request.photos.length > 0 && (
        <div class="shots">
          {request.photos.map((photo, index) => (
            <button key={photo.id} type="button" class="photo shot" onClick={() => (shown.value = photo.id)}>
              <img src={at(request.id, photo.id, 400)} alt={w.photo(index + 1)} loading="lazy" />
            </button>
          ))}
        </div>
      )}
      {missing > 0 && <p class="small muted" role="status">{w.photosComing(request.photos_received, request.photos_expected)}</p>}
      <PhotoViewer request={request} open={shown.value} onMove={(photo) => (shown.value = photo)} />
    </>
  );
}

const at = (request: string, photo: string, size: number): string => `/api/requests/${request}/photos/${photo}/${size}`;

type PhotoViewerProps = { request: RequestForDesk; open: string | null; onMove: (photo: string | null) => void };

function PhotoViewer({ request, open, onMove }: PhotoViewerProps) {
  const w = queueWords.value;
  const dialog = useRef<HTMLDialogElement>(null);
  const zoom = useSignal(0);
  const photos = request.photos.map((photo) => photo.id);
  const index = open ? photos.indexOf(open) : -1;
  useEffect(() => {
    zoom.value = 0;
    const box = dialog.current;
    if (!box || box.open === index >= 0) return;
    if (index >= 0) box.showModal();
    else box.close();
  }, [index]);
  const move = (by: number): void => {
    const next = photos[index + by];
    if (next) onMove(next);
  };
  const closer = (by: number): void => {
    zoom.value = Math.min(Math.max(zoom.value + by, 0), ZOOMS.length - 1);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === "ArrowLeft" && zoom.value === 0) move(-1);
    else if (event.key === "ArrowRight" && zoom.value === 0) move(1);
    else if (event.key === "+" || event.key === "=") closer(1);
    else if (event.key === "-") closer(-1);
  };
  return (
    <dialog class="picture" ref={dialog} onClose={() => onMove(null)} onKeyDown={onKey} aria-label={deskWords.value.bigPhoto}>
      {open && index >= 0 && (
        <>
          <div class="picture__box" tabIndex={0} role="group" aria-label={w.viewer(index + 1, photos.length)} onDblClick={() => closer(zoom.value === 0 ? 1 : -ZOOMS.length)}>
            <img class="picture__img" data-zoom={ZOOMS[zoom.value]} src={at(request.id, open, 1600)} alt={w.viewer(index + 1, photos.length)} />
          </div>
          <div class="picture__bar">
            <button type="button" class="iconbtn" aria-label={w.previousPhoto} aria-disabled={index === 0} onClick={() => move(-1)}><Icon name="caret-left" weight="bold" /></button>
            <button type="button" class="iconbtn" aria-label={w.zoomOut} aria-disabled={zoom.value === 0} onClick={() => closer(-1)}><Icon name="minus" weight="bold" /></button>
            <span class="num" role="status">{ZOOMS[zoom.value]}×</span>
            <button type="button" class="iconbtn" aria-label={w.zoomIn} aria-disabled={zoom.value === ZOOMS.length - 1} onClick={() => closer(1)}><Icon name="plus" weight="bold" /></button>
            <button type="button" class="iconbtn" aria-label={w.nextPhoto} aria-disabled={index === photos.length - 1} onClick={() => move(1)}><Icon name="caret-right" weight="bold" /></button>
            <button type="button" class="iconbtn" aria-label={w.closePhoto} onClick={() => onMove(null)}><Icon name="x" weight="bold" /></button>
          </div>
        </>
      )}
    </dialog>
  );
}
