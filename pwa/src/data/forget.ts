/** Leaving a shared phone: what one person asked and wrote is gone from it, for the next. */
import { leave, listDrafts, REACH, REPLIES } from "./draft";
import { keeping } from "./keep";
import { changed } from "./mine";

/** Requests, their keys and numbers, drafts, half-written replies, photos, and what waits to be sent. Unsent things are lost: warn before;
 *  but what staff brought from a household stays until it is sent. */
export async function forgetRequests(): Promise<void> {
  const stores = ["mine", "drafts", "photos"] as const;
  leave();
  await keeping([...stores, "outbox", "kv"], async (tx) => {
    const [outbox, kv] = [tx.objectStore("outbox"), tx.objectStore("kv")];
    const replies = IDBKeyRange.bound(REPLIES, `${REPLIES}\uffff`);
    const own = (await outbox.getAll()).filter((row) => row.by === undefined);
    await Promise.all([...stores.map((store) => tx.objectStore(store).clear()), kv.delete(REACH), kv.delete(replies)]);
    await Promise.all(own.map(({ id }) => outbox.delete(id)));
  });
  await Promise.all([changed(), listDrafts()]);
}
