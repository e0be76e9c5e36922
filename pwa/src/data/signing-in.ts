/** The three calls of signing in. Each throws Refused with the server's own words, or Unreachable. */
import { api, answer, send } from "./api";
import { mine } from "./mine";
import { signedIn, type Me } from "./session";

export type Challenge = { challenge: string; expires_in: number; resend_after: number };

/** Ask for a code by SMS. The answer is the same whether the number is known or not. */
export function askForCode(phone: string): Promise<Challenge> {
  return answer(api.POST("/api/session/codes", { body: { phone } })) as Promise<Challenge>;
}

/** `own_phone` false: the session ends when the browser does. */
export async function enterCode(challenge: string, code: string, ownPhone: boolean): Promise<Me> {
  const { person } = await enter({ challenge, code, own_phone: ownPhone });
  void attachMine();
  return person;
}

/** What was asked for on this phone before belongs to the account too; what cannot be attached now still opens by its key. */
async function attachMine(): Promise<void> {
  for (const { id, key, received } of mine.peek()) {
    if (!key || !received) continue;
    const headers = { "Linli-Key": key };
    await send(new URL(`/api/me/requests/${id}`, location.origin).href, { method: "PUT", headers }).catch(() => {});
  }
}

/** Staff; `otp` is the second factor. Gives the recovery codes that are shown once, when it was set up. */
export async function enterPassword(username: string, password: string, otp = ""): Promise<string[]> {
  return (await enter({ username, password, otp })).recovery_codes ?? [];
}

type Entered = { person: Me; recovery_codes?: string[] };

async function enter(body: object): Promise<Entered> {
  const entered = (await answer(api.POST("/api/session", { body: body as never }))) as Entered;
  signedIn(entered.person);
  return entered;
}
