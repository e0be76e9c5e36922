/** One request: what the phone knows of it at once, then what the server says, again whenever that may have changed. */
import { useSignal } from "@preact/signals";
import { useCallback, useEffect } from "preact/hooks";

import { Refused, Unreachable } from "../../data/api";
import { isOver, listMine, type Mine, mine } from "../../data/mine";
import { offline } from "../../data/network";
import { readRequest, type RequestForResident } from "../../data/requests";
import { type Unsent, unsent } from "../../data/unsent";
import { useSeenAgain } from "./useSeenAgain";

const SOON_MS = 15_000; // while something happens; an answer without news has no body
const SELDOM_MS = 120_000;

export type Followed = {
  known: Mine | undefined; // made or followed on this phone
  copy: RequestForResident | null;
  rows: readonly Unsent[]; // what has not left yet
  state: "asking" | "none" | "failed" | "fresh";
};

export function useRequest(id: string): Followed {
  const fetched = useSignal<RequestForResident | null>(null);
  const state = useSignal<Followed["state"]>("asking");
  const known = mine.value.find((other) => other.id === id);
  const rows = unsent.value.filter((row) => row.request === id);

  const read = useCallback(async () => {
    await listMine();
    try {
      const found = await readRequest(id);
      fetched.value = found;
      state.value = found ? "fresh" : "none";
    } catch (error) {
      if (!(error instanceof Unreachable || error instanceof Refused)) throw error;
      state.value = "failed";
    }
  }, [id]);
  useEffect(() => {
    void read();
  }, [read, rows.length]); // again when something of it has been sent
  useSeenAgain(read);
  useEffect(() => {
    let pause = SOON_MS;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const next = (): void => {
      timer = setTimeout(() => {
        if (document.hidden || offline.peek()) return next(); // `useSeenAgain` asks when it is looked at again
        const before = fetched.peek()?.version;
        void read().then(() => {
          const now = fetched.peek();
          pause = now?.version === before ? Math.min(pause * 1.5, SELDOM_MS) : SOON_MS;
          if (!now || !isOver(now.state)) next();
        });
      }, pause);
    };
    next();
    return () => clearTimeout(timer);
  }, [read]);

  const own = fetched.value?.id === id ? fetched.value : null; // not of the page before
  return { known, copy: own ?? known?.copy ?? null, rows, state: state.value };
}
