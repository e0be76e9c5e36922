/** What the page of figures asks for and reads. Its choices stand in the address, so that a number can be sent on as a link. */
import { answer, api, send } from "../../data/api";
import type { components } from "../../data/api.gen";
import { type Seen, seen } from "../../data/pages";

type Schemas = components["schemas"];
export type Shown = Schemas["FiguresShown"];
export type Figures = Schemas["Figures"];
export type Row = Schemas["Row"];
export type Listed = Schemas["RequestsOfFigure"];
export type Line = Listed["items"][number];

export const BYS = ["division", "category", "month"] as const;
export const LOOKS = ["picture", "table"] as const;
export type By = (typeof BYS)[number];
export type Look = (typeof LOOKS)[number];

/** What is chosen, as in the address; "" is not in it. */
export type Choice = { division: string; category: string; month: string };
export const choiceOf = (query: Record<string, string>): Choice => ({
  division: query.division ?? "",
  category: query.category ?? "",
  month: query.month ?? "",
});

/** An address with what is said of these parameters. */
export function address(path: string, said: Record<string, string>): string {
  const query = new URLSearchParams(Object.entries(said).filter(([, value]) => value)).toString();
  return query ? `${path}?${query}` : path;
}

export function readFigures(choice: Choice): Promise<Seen<Shown>> {
  const path = address("/api/desk/figures", choice);
  return seen(path, () => answer(api.GET("/api/desk/figures", { params: { query: choice } })));
}

/** A page of the requests behind a number. Throws Refused, Unreachable. */
export function listFigure(choice: Choice, figure: string, itself: boolean, cursor: string): Promise<Listed> {
  return answer(api.GET("/api/desk/figures/requests", { params: { query: { ...choice, figure, itself, cursor } } }));
}

/** Saves the workbook with the same numbers. Throws Refused, Unreachable. */
export async function exportFigures(choice: Choice): Promise<void> {
  const response = await send(address("/api/desk/figures/sheet", choice));
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = url;
  link.download = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "")?.[1] ?? "figures.xlsx";
  link.click();
  URL.revokeObjectURL(url);
}
