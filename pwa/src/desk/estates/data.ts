/** Estates, their house numbers and companies. All throw Refused, Unreachable. */
import { answer, api } from "../../data/api";
import type { components } from "../../data/api.gen";

type Schemas = components["schemas"];
export type Estate = Schemas["EstateShown"];
export type EstatePage = Schemas["EstatePage"];
export type WriteEstate = Schemas["WriteEstate"];
export type Road = Schemas["Road"];

export function readEstates(q: string, cursor: string | null): Promise<EstatePage> {
  return answer(api.GET("/api/desk/estates", { params: { query: { ...(q && { q }), ...(cursor && { cursor }) } } }));
}

export async function saveEstate(estate_id: string, body: WriteEstate): Promise<void> {
  await answer(api.PUT("/api/desk/estates/{estate_id}", { params: { path: { estate_id } }, body }));
}

export async function deleteEstate(estate_id: string, version: number): Promise<void> {
  await api.DELETE("/api/desk/estates/{estate_id}", { params: { path: { estate_id }, query: { version } } });
}
