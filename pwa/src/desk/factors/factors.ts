/** The calls around the second factor. Each throws Refused or Unreachable. */
import { api, answer, Refused } from "../../data/api";

export type Offered = { secret: string; uri: string; picture: string };

/** A secret for an authenticator; it counts once somebody signs in with a code of it. */
export function offerFactor(username: string, password: string): Promise<Offered> {
  return answer(api.POST("/api/session/factor", { body: { username, password } })) as Promise<Offered>;
}

/** For the next ten minutes it is not asked for. */
export async function showAgain(otp: string): Promise<void> {
  await answer(api.PUT("/api/session/verified", { body: { otp } }));
}

export async function resetFactor(person: string): Promise<void> {
  await answer(api.PUT("/api/desk/people/{person_id}/factor/reset", { params: { path: { person_id: person } } }));
}

/** What to say of a code that was not taken. */
export function whyNot(why: unknown, offline: string): string {
  return why instanceof Refused ? (why.about("otp") ?? why.message) : offline;
}
