/** Civil minutes and days (since 1 January 1970, on the city's clock) taken apart for words. The clock of the phone may
 *  stand in another zone; nothing here asks it. */
export const DAY = 1440; // minutes

export type CivilTime = { day: number; weekday: number; month: number; ofMonth: number; clock: string };

/** `weekday`: 0 is Monday. `clock`: "8:30". */
export function civilTime(minute: number): CivilTime {
  const day = Math.floor(minute / DAY);
  const date = new Date(day * 86_400_000);
  return { day, weekday: (day + 3) % 7, month: date.getUTCMonth() + 1, ofMonth: date.getUTCDate(), clock: clockOf(minute) };
}

/** Minutes of a day as "8:30"; midnight at its end is "24:00". */
export function clockOf(minute: number): string {
  const ofDay = minute > DAY || minute < 0 ? ((minute % DAY) + DAY) % DAY : minute;
  return `${Math.floor(ofDay / 60)}:${String(ofDay % 60).padStart(2, "0")}`;
}
