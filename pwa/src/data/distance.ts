/** How far it is, in whole tens of metres; as server/domain/divisions.py reckons, so that both sort alike. */
export type Point = { readonly latitude: number; readonly longitude: number };

const METRES = 111_195; // a degree of latitude

/** Between two points of one city: over such distances the earth is flat. */
export function metres(one: Point, other: Point): number {
  const north = (other.latitude - one.latitude) * METRES;
  const east = (other.longitude - one.longitude) * METRES * Math.cos((one.latitude * Math.PI) / 180);
  return Math.floor(Math.hypot(north, east) / 10 + 0.5) * 10;
}
