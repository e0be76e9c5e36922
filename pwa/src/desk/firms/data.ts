/** What the desk sends to firms, and what it knows of them. */
import { answer, api } from "../../data/api";
import type { components } from "../../data/api.gen";
import { civilDay, clock, moment } from "../../i18n/dates";
import { firmsWords } from "../../i18n/firms";

type Schemas = components["schemas"];
export type Firm = Schemas["FirmRecord"];
export type Sent = Schemas["FirmSent"];
export type Dispatch = NonNullable<Schemas["RequestForDesk"]["dispatch"]>;
export type Listed = Schemas["DispatchList"];
export type Offer = Pick<Schemas["OfferSeen"], "fen" | "comes_at" | "leaves_at">;

/** Those that do this and serve the place; without both, those that were sent something. Throws Refused, Unreachable. */
export async function readFirms(category = "", place = ""): Promise<Firm[]> {
  return (await answer(api.GET("/api/desk/firms", { params: { query: { category, place } } }))).items;
}

export function readDispatches(cursor: string | null): Promise<Listed> {
  return answer(api.GET("/api/desk/dispatches", { params: { query: cursor ? { cursor } : {} } }));
}

/** The same id and words again are the same dispatch. Throws Refused, Unreachable. */
export function sendFirm(request: string, id: string, body: Schemas["SendFirm"]): Promise<Sent> {
  return answer(api.PUT("/api/desk/requests/{request_id}/dispatches/{dispatch_id}", { params: { path: { request_id: request, dispatch_id: id } }, body }));
}

export function takeBack(request: string, id: string, body: Schemas["TakeBack"]): Promise<unknown> {
  const path = { request_id: request, dispatch_id: id };
  return answer(api.PUT("/api/desk/requests/{request_id}/dispatches/{dispatch_id}/ended", { params: { path }, body }));
}

/** "今天 15:00–17:00 上门，80 元". */
export function offerWords({ fen, comes_at: from, leaves_at: until }: Offer): string {
  const w = firmsWords.value;
  return `${w.visit(moment(from), clock(until))}，${w.yuan(fen)}`;
}

/** What somebody wished for: "今天下午", "这几天晚上". */
export function wishWords(on: string | null | undefined, part: string, dayOf: (at: string) => string): string {
  const w = firmsWords.value;
  return w.wish(on ? dayOf(`${on}T12:00:00Z`) : w.anyDay, w.parts[part] ?? "");
}

/** A day and a time of the city's clock as ms; null for what is none. */
export function cityTime(day: string, time: string): number | null {
  const guess = Date.parse(`${day}T${time}:00Z`);
  if (Number.isNaN(guess)) return null;
  const there = Date.parse(`${civilDay(guess)}T${clock(guess).padStart(5, "0")}:00Z`);
  return guess - (there - guess);
}
