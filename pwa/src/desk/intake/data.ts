/** What intake asks the server: who calls, whom to call back. A number never stands in an address. */
import { answer, api } from "../../data/api";
import type { components } from "../../data/api.gen";

type Schemas = components["schemas"];
export type Caller = Schemas["Caller"];
export type Earlier = Caller["items"][number];
export type CallWords = Schemas["TakeCall"];
export type Taken = Schemas["CallTaken"];
export type CutOff = Schemas["IncompleteCall"];
export type CutOffs = Schemas["IncompleteCalls"];

/** The earlier requests of a whole number; they will see that we looked. Throws Refused (422: not whole), Unreachable. */
export function findCaller(phone: string): Promise<Caller> {
  return answer(api.POST("/api/desk/callers", { body: { phone } }));
}

/** Who hung up early. Throws Refused, Unreachable. */
export function listCutOff(cursor: string | null): Promise<CutOffs> {
  return answer(api.GET("/api/desk/intake", { params: { query: cursor ? { cursor } : {} } }));
}
