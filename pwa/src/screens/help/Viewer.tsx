/** A photo as large as the screen; arrows and buttons go on, Esc and "back" close. */
import { useEffect, useRef } from "preact/hooks";

import { Icon } from "../../components/Icon";
import { helpWords } from "../../i18n/help";
import { RemotePhoto } from "./Photo";

type ViewerProps = {
  request: string;
  photos: readonly string[];
  open: string | null;
  onClose: () => void;
  onMove: (photo: string) => void;
};

export function Viewer({ request, photos, open, onClose, onMove }: ViewerProps) {
  const w = helpWords.value;
  const dialog = useRef<HTMLDialogElement>(null);
  const at = open ? photos.indexOf(open) : -1;

  useEffect(() => {
    const box = dialog.current;
    if (!box || box.open === (at >= 0)) return;
    if (at >= 0) box.showModal();
    else box.close();
  }, [at >= 0]);

  const move = (by: number): void => {
    const next = photos[at + by];
    if (next) onMove(next);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === "ArrowLeft") move(-1);
    if (event.key === "ArrowRight") move(1);
  };

  return (
    <dialog class="viewer" ref={dialog} onClose={onClose} onKeyDown={onKey} aria-label={w.viewer(at + 1, photos.length)}>
      {open && at >= 0 && (
        <>
          <div class="viewer__picture" key={open}>
            <RemotePhoto request={request} photo={open} size={1600} alt={w.photo(at + 1)} lost={w.photoLost} />
          </div>
          <p class="viewer__where" role="status">{w.viewer(at + 1, photos.length)}</p>
          <div class="viewer__bar">
            <button type="button" class="iconbtn" aria-label={w.viewerPrevious} aria-disabled={at === 0} onClick={() => move(-1)}>
              <Icon name="caret-left" weight="bold" />
            </button>
            <button type="button" class="iconbtn" aria-label={w.viewerClose} onClick={onClose}>
              <Icon name="x" weight="bold" />
            </button>
            <button type="button" class="iconbtn" aria-label={w.viewerNext} aria-disabled={at === photos.length - 1} onClick={() => move(1)}>
              <Icon name="caret-right" weight="bold" />
            </button>
          </div>
        </>
      )}
    </dialog>
  );
}
