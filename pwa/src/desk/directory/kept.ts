/** What staff are writing about a thing of the directory, kept on this machine at each change: nothing typed is lost by a
 *  reload, the end of a session or a line that is cut. Signing out takes it away, as everything that staff wrote. */
import { withShelf } from "../../data/db";
import { TYPED } from "../../data/typed";
import type { Noun } from "./bodies";

/** `base`: the published version that the form began from. */
export type KeptForm = { form: unknown; base: number; at: number };

const keyOf = (noun: Noun, id: string): string => `${TYPED}directory:${noun}:${id}`;

export async function keptForm(noun: Noun, id: string): Promise<KeptForm | null> {
  const kept = await withShelf((db) => db.get("kv", keyOf(noun, id))).catch(() => undefined);
  return (kept as KeptForm | undefined) ?? null;
}

/** With no room on the machine it stays on the screen only: then false. */
export async function keepForm(noun: Noun, id: string, kept: KeptForm): Promise<boolean> {
  try {
    await withShelf((db) => db.put("kv", kept, keyOf(noun, id)));
    return true;
  } catch {
    return false;
  }
}

export async function forgetForm(noun: Noun, id: string): Promise<void> {
  await withShelf((db) => db.delete("kv", keyOf(noun, id))).catch(() => {});
}
