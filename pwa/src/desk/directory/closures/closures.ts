/** Many places shut at once, and open again. */
import { answer, api } from "../../../data/api";
import type { components } from "../../../data/api.gen";

export type Closure = components["schemas"]["ClosureShown"];
export type Wish = components["schemas"]["CloseMany"];

const LOOK_AGAIN_MS = 1000;

/** How many services it would shut. Throws Refused, Unreachable; as all below. */
export async function countConcerned(division: string, category: string): Promise<number> {
  const query = { division, ...(category && { category }) };
  return (await answer(api.GET("/api/desk/closures/concerned", { params: { query } }))).services;
}

/** The same id again is the same act: a retry shuts nothing twice. */
export async function closeMany(id: string, wish: Wish): Promise<Closure> {
  return answer(api.PUT("/api/desk/closures/{closure_id}", { params: { path: { closure_id: id } }, body: wish }));
}

export async function openAgain({ id }: Closure): Promise<Closure> {
  return answer(api.PUT("/api/desk/closures/{closure_id}/opened", { params: { path: { closure_id: id } } }));
}

export async function listClosures(): Promise<Closure[]> {
  return (await answer(api.GET("/api/desk/closures"))).items;
}

/** Asks until none of them is under way; `onStep` hears each time. */
export async function settled(onStep: (items: Closure[]) => void): Promise<void> {
  for (;;) {
    const items = await listClosures();
    onStep(items);
    if (!items.some(({ state }) => state === "closing" || state === "opening")) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}
