/** What neighbours reported already, whose duty it is, and following instead of sending again. All of it needs a network,
 *  and none of it is needed for sending. */
import { answer, api, Refused, send, Unreachable } from "./api";
import type { components } from "./api.gen";
import { discard, type Draft } from "./draft";
import { keepFollowed, type Mine, mine } from "./mine";
import { TERMS } from "./taxonomy.gen";
import { categoryOf } from "./words";

export type Alike = components["schemas"]["AlikeRequest"];
export type Whose = components["schemas"]["Whose"];

const TRIES = 3;
const PAUSE_MS = 1000;

/** Open requests that could be the same, but those of this phone and those said to be something else. Nothing for private kinds,
 *  or when nobody can be asked. */
export async function alikeTo(draft: Draft): Promise<Alike[]> {
  const category = categoryOf(draft);
  if (!draft.place || !TERMS.find((term) => term.code === category)?.publicSpace) return [];
  const spot = draft.location ? { lat: draft.location.latitude, lon: draft.location.longitude } : {};
  const query = { place: draft.place.code, category, ...spot };
  const found = await answer(api.GET("/api/requests/similar", { params: { query } })).catch(none);
  const known = new Set([...(draft.notAlike ?? []), ...mine.peek().map(({ id }) => id)]);
  return (found?.items ?? []).filter(({ id }) => !known.has(id));
}

/** Whose duty it would be, and by when they answer, if it were sent now; null when nobody can be asked. The address goes in the
 *  body, never in an address of ours. */
export async function whoseFor(draft: Draft, urgent: boolean): Promise<Whose | null> {
  if (!draft.place) return null;
  const body = { place: draft.place.code, category: categoryOf(draft), address: draft.address.trim(), urgent };
  return (await answer(api.POST("/api/responsible", { body })).catch(none)) ?? null;
}

/** Follow a neighbour's request instead of sending this draft, whose id and key it takes: pressed twice, it is once. The draft goes.
 *  Throws Refused (404: it is over meanwhile), Unreachable. */
export async function followInstead(draft: Draft, alike: Alike, title: Pick<Mine, "description" | "category" | "place">): Promise<void> {
  const path = new URL(`/api/requests/${alike.id}/followers/${draft.id}`, location.origin).href;
  const init = { method: "PUT", body: "{}", headers: { "Content-Type": "application/json", "Linli-Key": draft.key } };
  for (let tries = 1; ; tries++) {
    try {
      await send(path, init);
      break;
    } catch (error) {
      if (!(error instanceof Unreachable) || tries === TRIES) throw error;
      await new Promise((again) => setTimeout(again, PAUSE_MS * tries));
    }
  }
  await keepFollowed(alike.id, draft.key, draft.id, title);
  await discard(draft.id);
}

function none(error: unknown): undefined {
  if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
  return undefined;
}
