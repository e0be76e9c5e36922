/** The civil minute of the city, as a signal: what is open changes while one looks. */
import { signal } from "@preact/signals";

import { civilMinute } from "../../data/hours";

const EVERY_MS = 20_000;

export const minuteNow = signal(civilMinute(Date.now()));

function tick(): void {
  minuteNow.value = civilMinute(Date.now());
}

if (globalThis.document) {
  setInterval(tick, EVERY_MS);
  document.addEventListener("visibilitychange", tick);
}
