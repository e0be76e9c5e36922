/** Writing to this phone so that it stays: one strict transaction, and a name for the one failure people can do something about. */
import type { IDBPTransaction, StoreNames } from "idb";

import { type Shelf, withShelf } from "./db";

/** There is no room left on the phone. Nothing of the transaction was kept; what was there before still is. */
export class PhoneFull extends Error {}

type Writing = IDBPTransaction<Shelf, StoreNames<Shelf>[], "readwrite">;

/** Does `work` in one transaction over `stores`; resolves when it is on disk, not before. When `work` throws, nothing of it
 *  is kept. Inside, await only the transaction's own requests. Throws PhoneFull. */
export async function keeping<T>(stores: StoreNames<Shelf>[], work: (tx: Writing) => Promise<T>): Promise<T> {
  try {
    return await withShelf(async (db) => {
      const tx = db.transaction(stores, "readwrite", { durability: "strict" });
      const done = tx.done.then(() => null, (error: unknown) => ({ error }));
      try {
        const result = await work(tx);
        const failed = await done;
        if (failed) throw failed.error;
        return result;
      } catch (error) {
        abort(tx);
        const failed = await done;
        throw isFull(failed?.error) ? failed?.error : error;
      }
    });
  } catch (error) {
    throw isFull(error) ? new PhoneFull(String(error), { cause: error }) : error;
  }
}

function abort(tx: Writing): void {
  try {
    tx.abort();
  } catch {
    // it has aborted by itself: the phone is full
  }
}

const isFull = (error: unknown): boolean => error instanceof DOMException && error.name === "QuotaExceededError";
