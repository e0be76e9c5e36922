/** What is new, as the server says it: one stream a window, open while a screen of the desk stands. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { refreshMe } from "../data/session";

/** The offices in which something changed last; null: anything may have. A new object each time. */
export const news = signal<{ offices: readonly string[] | null } | null>(null);

const AGAIN_MS = 5_000;
const LINGER_MS = 3_000; // between two screens the stream stays

let stream: EventSource | null = null;
let screens = 0;
let timer = 0;

/** While the screen stands, `news` tells. */
export function useLive(isStaff: boolean): void {
  useEffect(() => {
    if (!isStaff) return;
    screens += 1;
    open();
    return () => {
      screens -= 1;
      setTimeout(() => screens === 0 && close(), LINGER_MS);
    };
  }, [isStaff]);
}

function open(): void {
  clearTimeout(timer);
  if (stream || typeof EventSource === "undefined") return;
  stream = new EventSource("/api/desk/stream");
  stream.addEventListener("queue", ({ data }) => {
    news.value = JSON.parse(data) as { offices: readonly string[] | null };
  });
  stream.addEventListener("over", () => void renew());
  stream.addEventListener("error", () => {
    if (stream?.readyState === EventSource.CLOSED) void renew(); // otherwise the browser comes back by itself
  });
}

function close(): void {
  stream?.close();
  stream = null;
}

/** The session's ten minutes are over, or the server was away: ask who we are, which renews it, and listen again. */
async function renew(): Promise<void> {
  close();
  clearTimeout(timer);
  const who = await refreshMe().catch(() => undefined); // no network: later
  if (who === null || screens === 0) return;
  timer = window.setTimeout(() => {
    if (screens === 0) return;
    open();
    news.value = { offices: null }; // what happened meanwhile
  }, who ? 0 : AGAIN_MS);
}
