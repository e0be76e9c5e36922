/** Where the phone is, asked only when the resident taps for it, and kept nowhere. */
import { signal } from "@preact/signals";

export type Position = { latitude: number; longitude: number };

const PATIENCE_MS = 15_000;
const FRESH_MS = 5 * 60_000;

/** The last answer of this visit; null: not asked, or refused. */
export const position = signal<Position | null>(null);

/** Whether asking makes sense at all: only on https, and not where it was refused before. */
export const canLocate = (): boolean => "geolocation" in navigator && isSecureContext;

/** Resolves with the position, or null when the resident or the phone said no, or nothing, in 15 s. */
export function locate(): Promise<Position | null> {
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude } }) => {
        position.value = { latitude, longitude };
        resolve(position.value);
      },
      () => resolve(null),
      { timeout: PATIENCE_MS, maximumAge: FRESH_MS },
    );
  });
}
