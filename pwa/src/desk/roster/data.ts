/** The week of a centre's roster. All calls throw Refused, Unreachable. */
import { answer, api } from "../../data/api";
import type { components } from "../../data/api.gen";

type Schemas = components["schemas"];
export type Roster = Schemas["Roster"];
export type Day = Roster["days"][number];
export type Shift = Day["shifts"][number];
export type Worker = Roster["people"][number];
export type WriteShift = Schemas["WriteShift"];
export type Vacant = Schemas["VacantList"];

const DAY_MS = 86_400_000;
const MIDNIGHT = 1440;

export function readRoster(division: string, monday: string): Promise<Roster> {
  return answer(api.GET("/api/desk/roster", { params: { query: { division, monday } } }));
}

export const readVacant = (): Promise<Vacant> => answer(api.GET("/api/desk/roster/vacant"));

export async function saveShift(shift_id: string, body: WriteShift): Promise<void> {
  await answer(api.PUT("/api/desk/roster/{shift_id}", { params: { path: { shift_id } }, body }));
}

export async function deleteShift(shift_id: string, version: number): Promise<void> {
  await api.DELETE("/api/desk/roster/{shift_id}", { params: { path: { shift_id }, query: { version } } });
}

/** The Monday of a civil day's week, so many weeks further. */
export function mondayOf(day: string, weeks = 0): string {
  const at = Date.parse(day);
  const weekday = (new Date(at).getUTCDay() + 6) % 7;
  return new Date(at + (weeks * 7 - weekday) * DAY_MS).toISOString().slice(0, 10);
}

/** "17:30" of 1050 minutes; of the next day's 510 as well ("8:30" is 1950). */
export function hhmm(minutes: number): string {
  const of = minutes % MIDNIGHT;
  return `${String(Math.floor(of / 60)).padStart(2, "0")}:${String(of % 60).padStart(2, "0")}`;
}

/** Minutes after midnight of "17:30". */
export function minutesOf(text: string): number {
  const [hours = 0, minutes = 0] = text.split(":").map(Number);
  return hours * 60 + minutes;
}

/** An end that is not after its start is on the next day. */
export const endOf = (starts: number, end: string): number => (minutesOf(end) > starts ? minutesOf(end) : minutesOf(end) + MIDNIGHT);

export const isNextDay = (minutes: number): boolean => minutes > MIDNIGHT;
