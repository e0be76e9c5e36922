/** The way there, by the maps that people here have: each link is a page that opens the map's app where it is installed. */
import { gcjOf } from "../../../data/gcj";
import type { Spot } from "../../../data/catalogue";

export type Map = "amap" | "baidu" | "system";
export type Way = { map: Map; href: string };

/** Links for one place, the usual map first; none when nobody wrote down where it is. Without a point the address is looked
 *  for, which the phone's own map does not do. */
export function waysTo({ name, address, latitude, longitude }: Spot): Way[] {
  if (latitude !== null && longitude !== null) {
    const there = gcjOf({ latitude, longitude });
    const [north, east] = [there.latitude.toFixed(6), there.longitude.toFixed(6)];
    const baidu = { location: `${north},${east}`, title: name, content: address || name, output: "html", coord_type: "gcj02", src: "linli" };
    return [
      link("amap", "https://uri.amap.com/marker", { position: `${east},${north}`, name, coordinate: "gaode", src: "linli", callnative: "1" }),
      link("baidu", "https://api.map.baidu.com/marker", baidu),
      { map: "system", href: `geo:${latitude},${longitude}?q=${latitude},${longitude}(${encodeURIComponent(name)})` }, // WGS-84, by RFC 5870
    ];
  }
  if (!address) return [];
  return [
    link("amap", "https://uri.amap.com/search", { keyword: address, src: "linli", callnative: "1" }),
    link("baidu", "https://api.map.baidu.com/geocoder", { address, output: "html", src: "linli" }),
  ];
}

/** The usual map's page; null when nobody wrote down where it is. */
export function directionsTo(spot: Spot | undefined): string | null {
  return (spot && waysTo(spot)[0]?.href) ?? null;
}

function link(map: Map, page: string, query: Record<string, string>): Way {
  return { map, href: `${page}?${new URLSearchParams(query).toString()}` };
}
