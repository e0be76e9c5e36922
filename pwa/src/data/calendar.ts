/** Days off, and weekends that are worked instead; the twin of server/domain/calendar.py. A year that the State Council
 *  has not announced is unknown, and never guessed. Days are civil day numbers: 1 January 1970 is 0. */
export interface Calendar {
  readonly off: ReadonlyMap<number, string>; // the holiday's name in Chinese
  readonly worked: ReadonlyMap<number, string>;
  readonly likely: ReadonlyMap<number, string>; // named by the law, in years that are not announced
  readonly knownThrough: number; // -1: no year is known
  readonly english: Readonly<Record<string, string>>; // what a holiday is called
}

/** As it stands in the city's fragment of the catalogue. */
export interface WireCalendar {
  readonly known_through: string | null; // YYYY-MM-DD
  readonly off: Readonly<Record<string, string>>;
  readonly worked: Readonly<Record<string, string>>;
  readonly likely: Readonly<Record<string, string>>;
  readonly english: Readonly<Record<string, string>>;
}

export const UNKNOWN: Calendar = { off: new Map(), worked: new Map(), likely: new Map(), knownThrough: -1, english: {} };

/** The calendar that was sent. */
export function readCalendar(wire: WireCalendar): Calendar {
  return {
    off: byNumber(wire.off),
    worked: byNumber(wire.worked),
    likely: byNumber(wire.likely),
    knownThrough: wire.known_through === null ? -1 : dayNumber(wire.known_through),
    english: wire.english,
  };
}

/** Has this day's year been announced? */
export const knows = (calendar: Calendar, day: number): boolean => day <= calendar.knownThrough;

const MS_A_DAY = 86_400_000;

/** The number of a day written as YYYY-MM-DD. No clock of this phone is asked. */
export function dayNumber(text: string): number {
  return Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)) - 1, Number(text.slice(8, 10))) / MS_A_DAY;
}

/** A day number as YYYY-MM-DD. */
export const dateOf = (day: number): string => new Date(day * MS_A_DAY).toISOString().slice(0, 10);

function byNumber(days: Readonly<Record<string, string>>): Map<number, string> {
  return new Map(Object.entries(days).map(([day, name]) => [dayNumber(day), name]));
}
