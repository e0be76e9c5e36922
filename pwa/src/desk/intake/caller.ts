/** Who calls: asked as soon as the number is whole and the fingers rest, once a number. */
import { effect, signal } from "@preact/signals";

import { Refused } from "../../data/api";
import { asPlace, findDivision } from "../../data/divisions";
import { call, write } from "./call";
import { type Caller, findCaller } from "./data";
import { digitsOf, isWhole } from "./numbers";

type Looked = { phone: string; state: "looking" | "failed" | "unknown"; caller: null } | { phone: string; state: "found"; caller: Caller };

export const looked = signal<Looked | null>(null);
const PAUSE_MS = 500;

/** While the screen stands; gives how to stop. */
export function watchCaller(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = "";
  const stop = effect(() => {
    const { phone } = call.value;
    const digits = digitsOf(phone);
    if (digits === asked) return;
    clearTimeout(timer);
    if (!isWhole(phone)) {
      asked = "";
      looked.value = null;
      return;
    }
    timer = setTimeout(() => {
      asked = digits;
      void look(digits);
    }, PAUSE_MS);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}

async function look(phone: string): Promise<void> {
  looked.value = { phone, state: "looking", caller: null };
  try {
    const caller = await findCaller(phone);
    if (digitsOf(call.peek().phone) !== phone) return;
    looked.value = { phone, state: "found", caller };
    await goHome(caller);
  } catch (error) {
    const half = error instanceof Refused && error.status === 422; // the server says so when it is sent
    looked.value = { phone, state: half ? "unknown" : "failed", caller: null };
  }
}

/** Their own community, unless another was chosen. */
async function goHome({ home }: Caller): Promise<void> {
  if (!home || call.peek().place) return;
  const { id } = call.peek();
  const place = asPlace(await findDivision(home.code));
  if (call.peek().id === id && !call.peek().place) write({ place });
}
