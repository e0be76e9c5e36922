/** The centre in whose name a clerk writes: what it is called, and its telephone. */
import { answer, api } from "../data/api";

export type Centre = { name: string; phone: string };

/** Empty where a division has no centre, or it has said nothing. Throws Unreachable, Refused. */
export async function findCentreOf(code: string): Promise<Centre> {
  const { centre } = await answer(api.GET("/api/divisions/{code}", { params: { path: { code } } }));
  return { name: centre?.name ?? "", phone: centre?.phone ?? "" };
}
