/** How far, in metres and in minutes on foot. */
import type { Position } from "../../data/position";

const EARTH_M = 6_371_000;
const WALK_M_A_MINUTE = 65; // an older person's pace, 3.9 km/h
const DETOUR = 1.3; // streets are not straight
const RADIANS = Math.PI / 180;

/** As the crow flies; within a city the plane is round enough. */
export function metresBetween(one: Position, other: Position): number {
  const north = (one.latitude - other.latitude) * RADIANS;
  const east = (one.longitude - other.longitude) * RADIANS * Math.cos(one.latitude * RADIANS);
  return EARTH_M * Math.hypot(north, east);
}

/** Rounded as people say it: to 10 metres, from one kilometre on to 100. */
export const roundMetres = (metres: number): number =>
  metres < 1000 ? Math.max(10, Math.round(metres / 10) * 10) : Math.round(metres / 100) * 100;

export const walkMinutes = (metres: number): number => Math.max(1, Math.round((metres * DETOUR) / WALK_M_A_MINUTE));
