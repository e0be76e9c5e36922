/** Everything by keyboard: single letters, which rest while a field has focus. */
import { useLayoutEffect } from "preact/hooks";

export type Keys = Record<string, () => void>;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Enter presses the button or follows the link that has the focus, as everywhere. */
const isItsOwn = (event: KeyboardEvent): boolean =>
  event.key === "Enter" && event.target instanceof Element && event.target.closest("a, button, summary") !== null;

/** While the screen stands: `keys` by what `KeyboardEvent.key` says, in small letters. */
export function useKeys(keys: Keys): void {
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || isItsOwn(event) || document.querySelector("dialog[open]")) return;
      const act = keys[event.key.toLowerCase()];
      if (!act) return;
      event.preventDefault();
      act();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  });
}
