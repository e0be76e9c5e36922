/** Six seconds of a short sentence, with at most one thing to undo. What it says also stands in the page. */
import { signal } from "@preact/signals";

import { Icon } from "./Icon";

export type Said = { text: string; undo?: { label: string; act: () => void }; ms?: number };

const SHOWN_MS = 6_000;
const said = signal<Said | null>(null);
let timer = 0;

/** Say it now; a second one replaces the first. */
export function say(next: Said | string): void {
  said.value = typeof next === "string" ? { text: next } : next;
  clearTimeout(timer);
  timer = window.setTimeout(hush, said.value.ms ?? SHOWN_MS);
}

export function hush(): void {
  clearTimeout(timer);
  said.value = null;
}

/** Stands once, in the app: a live region must be there before it speaks. */
export function Toasts() {
  const now = said.value;
  const undo = (): void => {
    now?.undo?.act();
    hush();
  };
  return (
    <output class="toasts" role="status">
      {now && (
        <div class="toast">
          <Icon name="check" weight="bold" />
          <span>{now.text}</span>
          {now.undo && (
            <button type="button" class="textbtn" onClick={undo}>
              {now.undo.label}
            </button>
          )}
        </div>
      )}
    </output>
  );
}
