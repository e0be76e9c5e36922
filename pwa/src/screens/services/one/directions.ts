/** The way there, by the map that people here have: its page opens the app where it is installed. Coordinates are WGS-84
 *  and said to be so; the map shifts them to its own. */
import type { Spot } from "../../../data/catalogue";

/** An address of the map's page; null when nobody wrote down where it is. */
export function directionsTo(spot: Spot | undefined): string | null {
  if (!spot) return null;
  const { name, address, latitude, longitude } = spot;
  if (latitude !== null && longitude !== null) {
    const query = new URLSearchParams({ position: `${longitude},${latitude}`, name, coordinate: "wgs84", callnative: "1" });
    return `https://uri.amap.com/marker?${query.toString()}`;
  }
  return address ? `https://uri.amap.com/search?${new URLSearchParams({ keyword: address, callnative: "1" }).toString()}` : null;
}
