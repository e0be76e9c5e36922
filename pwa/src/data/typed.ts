/** What staff are writing about a request, kept on this machine: nothing typed is lost by a reload or the end of a session. */
import { withShelf } from "./db";

export const TYPED = "desk:"; // the keys begin with it
export type Typed = { reply: string; note: string };

export async function typedBefore(id: string): Promise<Typed> {
  const kept = await withShelf((db) => db.get("kv", TYPED + id)).catch(() => undefined);
  return (kept as Typed | undefined) ?? { reply: "", note: "" };
}

/** With no room on the machine it stays on the screen only. */
export async function keepTyped(id: string, typed: Typed): Promise<void> {
  const isEmpty = !typed.reply && !typed.note;
  await withShelf((db) => (isEmpty ? db.delete("kv", TYPED + id) : db.put("kv", typed, TYPED + id).then(() => {}))).catch(() => {});
}
