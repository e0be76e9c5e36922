/** Days as the server says them, 2027-04-01, in the reader's words. */
import { date } from "../../i18n/dates";

/** At noon in the city, so that no clock moves it to another day. */
export const dayOf = (day: string): string => date(`${day}T12:00:00+08:00`, true);

/** The last day before a midnight: sheets are taken until its end. */
export const dayBefore = (midnight: string): string => date(new Date(Date.parse(midnight) - 1).toISOString(), true);
