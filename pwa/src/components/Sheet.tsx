/** A choice of two to six, or a question, from below. A native dialog: focus stays inside, Esc and the back of the phone
 *  close it, and focus returns to where it was. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

type SheetProps = { open: boolean; onClose: () => void; title: string; children: ComponentChildren };

export function Sheet({ open, onClose, title, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);

  // with the drawing: closed a frame later, it would take the focus from the field pressed meanwhile
  useLayoutEffect(() => {
    const box = dialog.current;
    if (!box || box.open === open) return;
    if (open) box.showModal();
    else box.close();
  }, [open]);

  const closeOnVeil = (event: MouseEvent): void => {
    if (event.target === dialog.current) onClose();
  };

  return (
    <dialog class="sheet" ref={dialog} onClose={onClose} onClick={closeOnVeil} aria-label={title}>
      {open && (
        <div class="sheet__in">
          <h2>{title}</h2>
          {children}
        </div>
      )}
    </dialog>
  );
}
