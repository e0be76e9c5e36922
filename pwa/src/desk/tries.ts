/** Not reached? Three tries at different hours of the day, an hour apart: calls in vain, and words that the resident can read. The
 *  server counts the same way, and has the last word. */
import { clock } from "../i18n/dates";
import type { RequestForDesk, Step } from "./data";

const APART_MS = 3_600_000;

/** When the tries were that count. */
export function triedAt(steps: readonly Step[]): string[] {
  const counted: string[] = [];
  for (const step of steps) {
    const isTry = step.by === "staff" && (step.act === "tried" || step.act === "ask" || (step.act === "message" && !step.internal));
    const last = counted[counted.length - 1];
    const isLater = !last || Date.parse(step.at) - Date.parse(last) >= APART_MS;
    if (isTry && isLater && !counted.some((at) => hourOf(at) === hourOf(step.at))) counted.push(step.at);
  }
  return counted;
}

/** Is there a number, and is a call wished? */
export function mayCall({ contact }: RequestForDesk): boolean {
  return contact !== null && contact !== undefined && contact.has_phone && contact.wish === "call";
}

const hourOf = (at: string): number => Number.parseInt(clock(at), 10);
