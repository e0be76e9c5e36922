/** The three rates that everybody may read, as they were published. */
import { answer, api } from "./api";
import type { components } from "./api.gen";
import { type Seen, seen } from "./pages";

export type Rates = components["schemas"]["Rates"];
export type RatesOf = Rates["items"][number];
export type Rate = RatesOf["answer"];

/** Of a division, all above it and its parts; `month` is 2026-10, or "" for the last one. Throws Unreachable. */
export function readRates(division: string, month: string): Promise<Seen<Rates>> {
  const query = { division, month, children: true };
  const path = `/api/rates?${new URLSearchParams({ division, month })}`;
  return seen(path, () => answer(api.GET("/api/rates", { params: { query } })));
}
