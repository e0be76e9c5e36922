/** Sheets of the directory: sent, looked through, carried out; and the directory as one. */
import { answer, api, send } from "../../../data/api";
import type { components } from "../../../data/api.gen";
import { newId } from "../../../data/ids";

export type Sheet = components["schemas"]["SheetSaid"];
export type Fault = components["schemas"]["FaultSaid"];
export type Change = components["schemas"]["Change"];
export type Format = "xlsx" | "csv";

const UPLOAD_MS = 300_000; // a city's sheet on a slow line
const LOOK_AGAIN_MS = 700;
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Sends a file for the directory of a division. Throws Refused, Unreachable; as all below. */
export async function sendSheet(file: File, division: string): Promise<Sheet> {
  const query = new URLSearchParams({ division, name: file.name });
  const type = file.name.toLowerCase().endsWith(".csv") ? "text/csv" : XLSX;
  const init = { method: "PUT", body: file, headers: { "Content-Type": type }, patience: UPLOAD_MS };
  return (await send(`/api/desk/sheets/${newId()}?${query}`, init)).json() as Promise<Sheet>;
}

/** Asks until it was looked through or carried out; `onStep` hears how far it is. */
export async function settled(sheet: Sheet, onStep: (sheet: Sheet) => void): Promise<Sheet> {
  let at = sheet;
  while (at.state === "checking" || at.state === "applying") {
    onStep(at);
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    at = await answer(api.GET("/api/desk/sheets/{sheet_id}", { params: { path: { sheet_id: at.id } } }));
  }
  onStep(at);
  return at;
}

export async function applySheet({ id }: Sheet): Promise<Sheet> {
  return answer(api.PUT("/api/desk/sheets/{sheet_id}/applied", { params: { path: { sheet_id: id } } }));
}

export async function listSheets(): Promise<Sheet[]> {
  return (await answer(api.GET("/api/desk/sheets"))).items;
}

export async function listFaults({ id }: Sheet, cursor: string | null): Promise<components["schemas"]["FaultPage"]> {
  return answer(api.GET("/api/desk/sheets/{sheet_id}/faults", { params: { path: { sheet_id: id }, query: { ...(cursor && { cursor }) } } }));
}

export async function listChanges({ id }: Sheet, cursor: string | null): Promise<components["schemas"]["ChangePage"]> {
  return answer(api.GET("/api/desk/sheets/{sheet_id}/changes", { params: { path: { sheet_id: id }, query: { ...(cursor && { cursor }) } } }));
}

/** Saves the directory of a division, or with `empty` the sheet to fill in, as a file. */
export async function downloadSheet(division: string, format: Format, empty: boolean): Promise<void> {
  const query = new URLSearchParams({ division, format, empty: String(empty) });
  const response = await send(`/api/desk/sheet?${query}`, { patience: UPLOAD_MS });
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = url;
  link.download = empty ? "linli.xlsx" : `linli-${division}.${format}`;
  link.click();
  URL.revokeObjectURL(url);
}
