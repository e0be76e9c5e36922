/** What the staff's number reads and sends. */
import { answer, api, send } from "../../data/api";
import type { components } from "../../data/api.gen";
import { newId } from "../../data/ids";
import { type Seen, seen } from "../../data/pages";

type Schemas = components["schemas"];
export type Shown = Schemas["NumberShown"];
export type Figure = Shown["rows"][number];
export type Change = NonNullable<Figure["change"]>;
export type Results = Schemas["Results"];
export type ToReview = Results["reviews"][number];

/** Which division and year, as in the address; "": one's own, the last. */
export type Choice = { division: string; year: string };
export const choiceOf = (query: Record<string, string>): Choice => ({ division: query.division ?? "", year: query.year ?? "" });

/** An address with what is said of these parameters. */
export function address(path: string, said: Record<string, string>): string {
  const query = new URLSearchParams(Object.entries(said).filter(([, value]) => value)).toString();
  return query ? `${path}?${query}` : path;
}

/** All that was released of a division. Throws Refused, Unreachable. */
export function readNumber({ division, year }: Choice): Promise<Seen<Shown>> {
  const query = { ...(division && { division }), ...(year && { year: Number(year) }) };
  return seen(address("/api/desk/number", { division, year }), () => answer(api.GET("/api/desk/number", { params: { query } })));
}

/** Saves the same figures as a file. Throws Refused, Unreachable. */
export async function exportNumber({ division, year }: Choice, kind: "xlsx" | "csv"): Promise<void> {
  await download(address("/api/desk/number/file", { division, year, kind }), `number.${kind}`);
}

/** Fetches a file as whoever is signed in, and saves it. Throws Refused, Unreachable. */
export async function download(path: string, name: string): Promise<void> {
  const response = await send(path);
  const said = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "")?.[1];
  save(await response.blob(), said ?? name);
}

/** Hands a file to the browser. */
export function save(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

export type EarlierYear = { division: string; year: number; point: number; method: string; answers?: number };

/** A year's share by another method. Throws Refused, Unreachable. */
export async function enterEarlier(said: EarlierYear): Promise<void> {
  await answer(api.PUT("/api/desk/number/earlier/{entry_id}", { params: { path: { entry_id: newId() } }, body: said }));
}

export async function removeEarlier(division: string, year: number): Promise<void> {
  await answer(api.DELETE("/api/desk/number/earlier/{division}/{year}", { params: { path: { division, year } } }));
}

/** A closed wave before its statistician. Throws Refused (409: answers still arrive), Unreachable. */
export function readResults(wave: string): Promise<Results> {
  return answer(api.GET("/api/desk/waves/{wave_id}/results", { params: { path: { wave_id: wave } } }));
}

/** Print a number or not, and why; the results computed anew. Throws Refused, Unreachable. */
export function review(wave: string, { division, audience, statistic }: ToReview, released: boolean, note: string): Promise<Results> {
  return answer(
    api.PUT("/api/desk/waves/{wave_id}/results/{division}/review", {
      params: { path: { wave_id: wave, division } },
      body: { audience, statistic, released, note },
    }),
  );
}

/** Saves the rows from which numbers can be recomputed; the look is written down. Throws Refused, Unreachable. */
export async function exportRows(wave: string, division: string): Promise<void> {
  await download(address(`/api/desk/waves/${wave}/export`, { division }), "survey.csv");
}
