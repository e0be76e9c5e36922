/** Whether the network is there. A real answer of the server is the only proof; what the browser believes is only a
 *  first guess (WebViews on Android may say offline while it works). */
import { computed, signal } from "@preact/signals";

const proof = signal<boolean | null>(null);
const guess = signal(globalThis.navigator?.onLine ?? true);

/** For words on the screen only: nothing is held back because of it. */
export const offline = computed(() => !(proof.value ?? guess.value));

export function answered(): void {
  proof.value = true;
}

export function unanswered(): void {
  proof.value = false;
}

/** Called when there may be a network again: at the browser's word, and when the page is seen again. */
export function whenBack(call: () => void): void {
  addEventListener("online", call);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) call();
  });
}

globalThis.addEventListener?.("online", () => {
  guess.value = true;
  proof.value = null;
});
globalThis.addEventListener?.("offline", () => {
  guess.value = false;
  proof.value = null;
});
