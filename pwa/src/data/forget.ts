/** Leaving a shared phone: what one person asked and wrote is gone from it, for the next. */
import { leave, listDrafts, REACH, REPLIES } from "./draft";
import { keeping } from "./keep";
import { changed } from "./mine";

/** Requests, their keys and numbers, drafts, half-written replies, photos, and what waits to be sent. Unsent things are lost: warn before. */
export async function forgetRequests(): Promise<void> {
  const stores = ["mine", "drafts", "photos", "outbox"] as const;
  leave();
  await keeping([...stores, "kv"], (tx) => {
    const kv = tx.objectStore("kv");
    const replies = IDBKeyRange.bound(REPLIES, `${REPLIES}\uffff`);
    return Promise.all([...stores.map((store) => tx.objectStore(store).clear()), kv.delete(REACH), kv.delete(replies)]);
  });
  await Promise.all([changed(), listDrafts()]);
}
