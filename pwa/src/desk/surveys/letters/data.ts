/** What the page of letters asks for and reads. Addresses are never kept on this machine. Each call throws Refused or Unreachable. */
import { answer, api, send } from "../../../data/api";
import type { components } from "../../../data/api.gen";
import { newId } from "../../../data/ids";

type Schemas = components["schemas"];
export type Rates = Schemas["ResponseRates"];
export type Line = Rates["rows"][number];
export type Unit = Schemas["UnitShown"];
export type Units = Schemas["UnitPage"];
export type HandOuts = Schemas["HandOuts"];
export type KeepTry = Schemas["KeepTry"];

/** The counts of a line that make up its sample, in the order in which they are drawn. */
export const STATES = ["answered", "refused", "not_reached", "not_eligible", "unknown"] as const;
export const RESULTS = ["not_home", "later", "refused", "vacant", "business", "no_address"] as const;
export const DAYPARTS = ["morning", "afternoon", "evening"] as const;
const PATIENCE = 180_000; // ms: two thousand QR codes take a while, and an answer that is lost loses the codes

export type Wanted = { division: string; audience: string; disposition: string; interviewer: string };
type Path = { wave_id: string };

export const readRates = (wave_id: string, division: string): Promise<Rates> =>
  answer(api.GET("/api/desk/waves/{wave_id}/response-rates", { params: { path: { wave_id }, query: { division } } }));

export const listUnits = (wave_id: string, wanted: Wanted, cursor: string): Promise<Units> =>
  answer(api.GET("/api/desk/waves/{wave_id}/units", { params: { path: { wave_id }, query: { ...wanted, cursor } } }));

export const readHandOuts = (wave_id: string): Promise<HandOuts> =>
  answer(api.GET("/api/desk/waves/{wave_id}/hand-outs", { params: { path: { wave_id } } }));

export const handOut = (wave_id: string, body: Schemas["HandOut"]): Promise<Schemas["HandedOut"]> =>
  answer(api.PUT("/api/desk/waves/{wave_id}/hand-outs", { params: { path: { wave_id } }, body }));

export const replaceUnit = (wave_id: string, unit_id: string): Promise<Schemas["Replaced"]> =>
  answer(api.PUT("/api/desk/waves/{wave_id}/units/{unit_id}/replacement", { params: { path: { wave_id, unit_id } } }));

export function keepTry(wave_id: string, unit_id: string, body: KeepTry): Promise<Schemas["TryKept"]> {
  const path: Path & { unit_id: string; try_id: string } = { wave_id, unit_id, try_id: newId() };
  return answer(api.PUT("/api/desk/waves/{wave_id}/units/{unit_id}/tries/{try_id}", { params: { path }, body }));
}

/** A document for the printer, with the name of its file; it is nowhere else. */
export type Paper = { html: string; name: string };

export const printLetters = (wave: string, division: string, replace: boolean): Promise<Paper> => paper(wave, "letters", { division, replace });

export const printReminders = (wave: string, division: string): Promise<Paper> => paper(wave, "reminders", { division });

async function paper(wave: string, what: "letters" | "reminders", ask: object): Promise<Paper> {
  const response = await send(`/api/desk/waves/${wave}/${what}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(ask),
    patience: PATIENCE,
  });
  const name = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "")?.[1] ?? `${what}.html`;
  return { html: await response.text(), name };
}
