/** When to try again, and whether it makes sense at all. */

const FIRST_MS = 2_000;
const LONGEST_MS = 5 * 60_000;
const LONGEST_ASKED_MS = 60 * 60_000;

/** A pause after the nth failure in a row (0 is the first): doubles up to five minutes, and half of it is chance, so that a
 *  whole street does not come back in the same second. */
export function pauseAfter(failures: number, chance = Math.random()): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** failures) * (0.5 + chance / 2);
}

/** The pause that a server asks for by `Retry-After`, in seconds or as a date; 0 when it asks for none, an hour at most. */
export function pauseAsked(header: string | null, now: number): number {
  if (!header) return 0;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.min(LONGEST_ASKED_MS, Math.max(0, ms)) : 0;
}

/** What the same bytes will get again: 401 asks for a fresh session, 408, 425, 429 and 5xx for patience. */
const FINAL = new Set([400, 403, 404, 405, 409, 410, 411, 413, 415, 422]);

/** Whether repeating cannot help. Only the service itself can refuse, by a problem document: a hotel's login page cannot. */
export function isFinal(status: number, type: string | null): boolean {
  return FINAL.has(status) && (type ?? "").startsWith("application/problem+json");
}
