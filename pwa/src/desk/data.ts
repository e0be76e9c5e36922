/** What the desk reads and does. A step is a PUT under an id made here, so that pressing twice, or a lost answer, is one step. */
import { answer, api, send, Unreachable } from "../data/api";
import type { components } from "../data/api.gen";
import { newId } from "../data/ids";
import { type Seen, seen } from "../data/pages";

type Schemas = components["schemas"];
export type Queue = Schemas["Queue"];
export type Card = Queue["items"][number];
export type RequestForDesk = Schemas["RequestForDesk"];
export type Step = RequestForDesk["steps"][number];
export type Reach = Schemas["ContactRevealed"];
export type StepWords = Schemas["StepOfDesk"];
export type StepTaken = Schemas["StepTaken"];

export const VIEWS = ["todo", "mine", "overdue", "waiting", "open", "all"] as const;
export type View = (typeof VIEWS)[number];

/** One page of a view; as last seen when there is no network. Throws Unreachable, Refused. */
export function readQueue(view: View, q: string, cursor: string | null): Promise<Seen<Queue>> {
  const query = { view, ...(q && { q }), ...(cursor && { cursor }) };
  const path = `/api/desk/requests?${new URLSearchParams(query)}`;
  return seen(path, () => answer(api.GET("/api/desk/requests", { params: { query } })));
}

/** One request with everything but contact data. Throws Refused (404: none, or not in one's scope), Unreachable. */
export function readRequest(id: string): Promise<Seen<RequestForDesk>> {
  const path = { request_id: id };
  return seen(`/api/desk/requests/${id}`, () => answer(api.GET("/api/desk/requests/{request_id}", { params: { path } })));
}

/** Name, phone and address; the server writes down that we looked. */
export function reveal(id: string): Promise<Reach> {
  const path = { request_id: id };
  return answer(api.POST("/api/desk/requests/{request_id}/contact", { params: { path }, body: { reason: "" } }));
}

/** Take a step: the same bytes under the same id until there is an answer, three times at most. Throws Refused, Unreachable. */
export async function takeStep(id: string, words: StepWords): Promise<StepTaken> {
  const path = `/api/desk/requests/${id}/steps/${newId()}`;
  const init = { method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify(words) };
  for (let tries = 1; ; tries++) {
    try {
      return (await (await send(new URL(path, location.origin).href, init)).json()) as StepTaken;
    } catch (error) {
      if (!(error instanceof Unreachable) || tries === 3) throw error;
      await new Promise((again) => setTimeout(again, 1000 * tries));
    }
  }
}
