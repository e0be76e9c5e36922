/** In whose hands the phone is. While a household has it, nothing of the round is shown; a reload does not change that. */
import { signal } from "@preact/signals";

const KEPT = "linli.handed";

/** The door whose household has the phone; "" when the interviewer has it. */
export const handedTo = signal(globalThis.sessionStorage?.getItem(KEPT) ?? "");

export function handOver(unit: string): void {
  handedTo.value = unit;
  sessionStorage.setItem(KEPT, unit);
}

export function takeBack(): void {
  handedTo.value = "";
  sessionStorage.removeItem(KEPT);
}
