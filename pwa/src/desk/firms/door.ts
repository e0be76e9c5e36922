/** What a firm reads and says by its link. The key stands behind the # of the address, which no server is sent and no log keeps; it
 *  leaves as a header only. */
import { answer, api, send } from "../../data/api";
import type { components } from "../../data/api.gen";

type Schemas = components["schemas"];
export type ForFirm = Schemas["ForFirm"];
export type MakeOffer = Schemas["MakeOffer"];
export type Awaited = Schemas["Awaited"];

export const keyHere = (): string => location.hash.slice(1);
const withKey = () => ({ "Linli-Key": keyHere() });

/** Throws Refused (404: the link is over, or never was), Unreachable; as below. */
export function readDispatch(): Promise<ForFirm> {
  return answer(api.GET("/api/dispatch", { headers: withKey() }));
}

export async function makeOffer(id: string, body: MakeOffer): Promise<void> {
  await answer(api.PUT("/api/dispatch/offers/{offer_id}", { params: { path: { offer_id: id } }, headers: withKey(), body }));
}

export async function refuse(id: string, note: string): Promise<void> {
  await answer(api.PUT("/api/dispatch/refusals/{step_id}", { params: { path: { step_id: id } }, headers: withKey(), body: { note } }));
}

export async function sayDone(id: string, note: string): Promise<void> {
  await answer(api.PUT("/api/dispatch/results/{step_id}", { params: { path: { step_id: id } }, headers: withKey(), body: { note } }));
}

/** The server notes down that they looked, and the resident reads it. */
export function readAddress(): Promise<Awaited> {
  return answer(api.POST("/api/dispatch/address", { headers: withKey() }));
}

export async function photoBytes(photo: string): Promise<ArrayBuffer> {
  return (await send(`/api/dispatch/photos/${photo}/1600`, { headers: withKey() })).arrayBuffer();
}
