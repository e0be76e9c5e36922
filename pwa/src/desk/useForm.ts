/** What forms in a sheet do alike: one try at a time, what is wrong by field, and what was wrong with the rest. */
import { type Signal, useSignal } from "@preact/signals";

import { say } from "../components/Toast";
import { Refused } from "../data/api";

export type Trying = {
  errors: Signal<ReadonlyMap<string, string>>;
  isBusy: Signal<boolean>;
  /** Whether it was done. `changed` is said when somebody else was faster (409), and then what was read is read again. */
  doing: (work: () => Promise<unknown>, said: string) => Promise<boolean>;
};

export function useForm(words: { failed: string; changed: string }, reload: () => Promise<void>): Trying {
  const errors = useSignal<ReadonlyMap<string, string>>(new Map());
  const isBusy = useSignal(false);
  async function doing(work: () => Promise<unknown>, said: string): Promise<boolean> {
    if (isBusy.peek()) return false;
    isBusy.value = true;
    errors.value = new Map();
    try {
      await work();
      say(said);
      return true;
    } catch (error) {
      const fields = error instanceof Refused ? (error.problem.errors ?? []) : [];
      errors.value = new Map(fields.map(({ field, message }) => [field, message]));
      const isOld = error instanceof Refused && error.status === 409;
      if (isOld) await reload().catch(() => {}); // what is wrong was said already
      if (!fields.length) say(isOld ? words.changed : error instanceof Refused ? error.message : words.failed);
      return false;
    } finally {
      isBusy.value = false;
    }
  }
  return { errors, isBusy, doing };
}
