/** Surveys on the desk. All throw Refused, Unreachable. */
import { answer, api, send } from "../../data/api";
import type { components } from "../../data/api.gen";

type Schemas = components["schemas"];
export type Wave = Schemas["WaveForDesk"];
export type WaveRow = Schemas["WaveRow"];
export type WriteWave = Schemas["WriteWave"];
export type Planned = Schemas["Planned"];
export type Cell = Schemas["CellPlanned"];
export type PlanAsked = Schemas["PlanAsked"];
export type FrameSaid = Schemas["FrameSaid"];
export type FramePage = Schemas["FramePage"];
export type Group = Schemas["Group"];
export type State = "open" | "closed" | "published";

const UPLOAD_MS = 300_000; // a city's list on a slow line
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const path = (wave_id: string) => ({ params: { path: { wave_id } } });

export function listWaves(): Promise<Schemas["WaveRows"]> {
  return answer(api.GET("/api/desk/waves"));
}

export function readWave(id: string): Promise<Wave> {
  return answer(api.GET("/api/desk/waves/{wave_id}", path(id)));
}

export async function saveWave(id: string, body: WriteWave): Promise<void> {
  await answer(api.PUT("/api/desk/waves/{wave_id}", { ...path(id), body }));
}

export function moveWave(id: string, state: State, confirm: boolean): Promise<Wave> {
  return answer(api.PUT("/api/desk/waves/{wave_id}/state", { ...path(id), body: { state, confirm } }));
}

export function reviseWave(id: string, body: Schemas["ReviseWave"]): Promise<Wave> {
  return answer(api.PUT("/api/desk/waves/{wave_id}/revision", { ...path(id), body }));
}

/** A draft goes for good; `confirm` says yes to what was told about its letters. */
export async function discardWave(id: string, confirm: boolean): Promise<void> {
  await answer(api.DELETE("/api/desk/waves/{wave_id}", { params: { path: { wave_id: id }, query: { confirm } } }));
}

export async function forgetAddresses(id: string): Promise<void> {
  await api.DELETE("/api/desk/waves/{wave_id}/addresses", path(id));
}

export function planWave(id: string, body: PlanAsked): Promise<Planned> {
  return answer(api.POST("/api/desk/waves/{wave_id}/plan", { ...path(id), body }));
}

/** A whole city's sample takes a while to be written down. */
export async function drawSample(id: string, body: Schemas["DrawSample"]): Promise<Schemas["SampleDrawn"]> {
  const init = { method: "PUT", body: JSON.stringify(body), headers: { "Content-Type": "application/json" }, patience: UPLOAD_MS };
  return (await send(`/api/desk/waves/${id}/draw`, init)).json() as Promise<Schemas["SampleDrawn"]>;
}

export function listFrame(id: string, cursor: string | null): Promise<FramePage> {
  return answer(api.GET("/api/desk/waves/{wave_id}/frame", { params: { path: { wave_id: id }, query: { ...(cursor && { cursor }) } } }));
}

/** Sends a file for the frame; `dry` only looks through it. */
export async function bringFrame(id: string, file: File, group: Group, dry: boolean): Promise<FrameSaid> {
  const query = new URLSearchParams({ group, dry: String(dry) });
  const type = file.name.toLowerCase().endsWith(".csv") ? "text/csv" : XLSX;
  const init = { method: "PUT", body: file, headers: { "Content-Type": type }, patience: UPLOAD_MS };
  return (await send(`/api/desk/waves/${id}/frame?${query}`, init)).json() as Promise<FrameSaid>;
}
