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

export const VIEWS = ["todo", "mine", "unassigned", "today", "overdue", "waiting", "open", "all"] as const;
export type View = (typeof VIEWS)[number];
export type Counts = Queue["counts"];
export type Related = Schemas["Related"];
export type RelatedRequest = Schemas["RelatedRequest"];
export type Colleague = Schemas["Colleague"];
export type Caller = Schemas["Caller"];

export const SOURCES = ["app", "phone", "counter", "open311"] as const;
/** What narrows every view; "": nothing. */
export type Filters = { category: string; division: string; source: string; urgent: boolean };
export const NO_FILTERS: Filters = { category: "", division: "", source: "", urgent: false };
export type Asked = { view: View; q: string; filters: Filters; cursor?: string | null; limit?: number };

/** One page of a view; as last seen when there is no network. Throws Unreachable, Refused. */
export function readQueue({ view, q, filters, cursor, limit }: Asked): Promise<Seen<Queue>> {
  const { category, division, urgent } = filters;
  const source = SOURCES.find((one) => one === filters.source);
  const query = {
    view,
    ...(q && { q }),
    ...(category && { category }),
    ...(division && { division }),
    ...(source && { source }),
    ...(urgent && { urgent }),
    ...(cursor && { cursor }),
    ...(limit && { limit }),
  };
  const path = `/api/desk/requests?${new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))}`;
  return seen(path, () => answer(api.GET("/api/desk/requests", { params: { query } })));
}

/** One request with everything but contact data. Throws Refused (404: none, or not in one's scope), Unreachable. */
export function readRequest(id: string): Promise<Seen<RequestForDesk>> {
  const path = { request_id: id };
  return seen(`/api/desk/requests/${id}`, () => answer(api.GET("/api/desk/requests/{request_id}", { params: { path } })));
}

/** What the same person asked before, and what is asked nearby of the same kind. Throws Unreachable, Refused. */
export function readRelated(id: string): Promise<Related> {
  return answer(api.GET("/api/desk/requests/{request_id}/related", { params: { path: { request_id: id } } }));
}

/** Who can take on what a division holds. Throws Unreachable, Refused. */
export async function readColleagues(holder: string): Promise<Colleague[]> {
  return (await answer(api.GET("/api/desk/colleagues", { params: { query: { holder } } }))).items;
}

/** The earlier requests of a whole number; the server writes down that we looked. Throws Refused for half a number. */
export function findCaller(phone: string): Promise<Caller> {
  return answer(api.POST("/api/desk/callers", { body: { phone } }));
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
