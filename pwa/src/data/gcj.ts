/** Where Chinese maps put a point. Ours are WGS-84, as satellites say it; by law maps here are drawn shifted (GCJ-02), by 300
 *  to 600 m, after a formula that became public (e.g. github.com/googollee/eviltransform). Right to a metre within the country.
 *  A point is shifted once, where a link to such a map is made; nothing shifted is ever kept. */
import type { Point } from "./distance";

const AXIS = 6_378_245; // metres: of the ellipsoid of Krasovsky, in which the shift is reckoned
const ECCENTRICITY = 0.006_693_421_622_965_943; // squared
const { PI, sin, cos, sqrt, abs } = Math;

/** WGS-84 to GCJ-02; abroad nothing is shifted. */
export function gcjOf({ latitude, longitude }: Point): Point {
  if (longitude < 72.004 || longitude > 137.8347 || latitude < 0.8293 || latitude > 55.8271) return { latitude, longitude };
  const [x, y] = [longitude - 105, latitude - 35];
  const angle = (latitude / 180) * PI;
  const round = 1 - ECCENTRICITY * sin(angle) ** 2;
  const north = (northOf(x, y) * 180) / (((AXIS * (1 - ECCENTRICITY)) / (round * sqrt(round))) * PI);
  const east = (eastOf(x, y) * 180) / ((AXIS / sqrt(round)) * cos(angle) * PI);
  return { latitude: latitude + north, longitude: longitude + east };
}

function northOf(x: number, y: number): number {
  return (
    -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + waves(x) +
    ((20 * sin(y * PI) + 40 * sin((y / 3) * PI)) * 2) / 3 + ((160 * sin((y / 12) * PI) + 320 * sin((y * PI) / 30)) * 2) / 3
  );
}

function eastOf(x: number, y: number): number {
  return (
    300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + waves(x) +
    ((20 * sin(x * PI) + 40 * sin((x / 3) * PI)) * 2) / 3 + ((150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI)) * 2) / 3
  );
}

const waves = (x: number): number => ((20 * sin(6 * x * PI) + 20 * sin(2 * x * PI)) * 2) / 3;
