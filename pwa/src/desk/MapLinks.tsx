/** Where it is, on the maps that people here have. */
import { waysTo } from "../screens/services/one/directions";
import { queueWords } from "../i18n/queue";
import type { RequestForDesk } from "./data";

export function MapLinks({ request }: { request: RequestForDesk }) {
  const w = queueWords.value;
  const { address, place_name: name, latitude, longitude } = request;
  const ways = waysTo({ name: address || name, address: address && `${name} ${address}`, latitude: latitude ?? null, longitude: longitude ?? null, entrance: "" });
  if (ways.length === 0) return null;
  return (
    <p class="cluster small">
      <span class="muted">{w.mapLabel}</span>
      {ways.map(({ map, href }) => <a key={map} href={href} target="_blank" rel="noopener noreferrer">{w.map[map]}</a>)}
    </p>
  );
}
