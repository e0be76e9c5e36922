/** Who is signed in on this phone, if anybody. The session itself is in cookies that no script can read; here is only
 *  whom the server said it belongs to, kept so that the app can say it without a network too. */
import { effect, signal } from "@preact/signals";

import { api, answer, Refused, renewal, send } from "./api";
import type { components } from "./api.gen";

export type Me = components["schemas"]["Me"];
export type Right = Me["rights"][number];

const KEPT = "linli.me";
const ENDED = "linli.ended";
let renewing: Promise<boolean> | null = null;

/** null: nobody is signed in. */
export const me = signal<Me | null>(kept());

/** The session ended by itself: its time was over, or it was used in two places. Stays until somebody signs in. */
export const ended = signal(globalThis.localStorage?.getItem(ENDED) === "1");

/** Ask the server who we are. Throws Unreachable; signs out quietly when the session is over. */
export async function refreshMe(): Promise<Me | null> {
  try {
    me.value = await answer(api.GET("/api/me"));
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 401) throw error;
    over();
  }
  return me.value;
}

/** What `POST /api/session` answered. */
export function signedIn(person: Me): void {
  me.value = person;
  ended.value = false;
}

/** End the session on the server and on this phone, which is `tidied` before anybody is told that it is over. Throws
 *  Unreachable: then we are still signed in. */
export async function signOut(tidied: () => Promise<void>): Promise<void> {
  await send("/api/session", { method: "DELETE" });
  await tidied();
  me.value = null;
}

/** One renewal at a time, whoever asks: the refresh cookie is good for one use. */
renewal.renew = () => {
  if (!me.peek()) return Promise.resolve(false);
  renewing ??= renew().finally(() => {
    renewing = null;
  });
  return renewing;
};

async function renew(): Promise<boolean> {
  try {
    const response = await send("/api/session/refresh", { method: "POST" });
    me.value = ((await response.json()) as { person: Me }).person;
    return true;
  } catch (error) {
    if (error instanceof Refused && error.status === 401) over();
    return false;
  }
}

function over(): void {
  if (me.peek()) ended.value = true;
  me.value = null;
}

function kept(): Me | null {
  try {
    return JSON.parse(globalThis.localStorage?.getItem(KEPT) ?? "null") as Me | null;
  } catch {
    return null;
  }
}

if (globalThis.localStorage) {
  effect(() => {
    if (me.value) localStorage.setItem(KEPT, JSON.stringify(me.value));
    else localStorage.removeItem(KEPT);
  });
  effect(() => {
    if (ended.value) localStorage.setItem(ENDED, "1");
    else localStorage.removeItem(ENDED);
  });
}
