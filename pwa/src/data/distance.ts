/** How far it is, and how that is said. Metres are reckoned as server/domain/divisions.py does, so that both sort alike. */
export type Point = { readonly latitude: number; readonly longitude: number };

const METRES = 111_195; // a degree of latitude
const WALK_M_A_MINUTE = 65; // an older person's pace, 3.9 km/h
const DETOUR = 1.3; // streets are not straight

/** Between two points of one city, in whole tens of metres: over such distances the earth is flat. */
export function metres(one: Point, other: Point): number {
  const north = (other.latitude - one.latitude) * METRES;
  const east = (other.longitude - one.longitude) * METRES * Math.cos((one.latitude * Math.PI) / 180);
  return Math.floor(Math.hypot(north, east) / 10 + 0.5) * 10;
}

/** Rounded as people say it: to 10 metres, from one kilometre on to 100. */
export const roundMetres = (way: number): number => (way < 1000 ? Math.max(10, Math.round(way / 10) * 10) : Math.round(way / 100) * 100);

/** On foot; next door is a minute, not none. */
export const walkMinutes = (way: number): number => Math.max(1, Math.round((way * DETOUR) / WALK_M_A_MINUTE));
