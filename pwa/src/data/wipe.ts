/** Taking everything personal off this phone: at sign-out, and after deleting the account. */
import { forgetRequests } from "./forget";
import { keeping } from "./keep";
import { sheets } from "./answers";
import { TYPED } from "./typed";
import { forgetSearches } from "./unanswered";

/** Requests and all that belongs to them, half-answered surveys, stored pages, what staff were writing. What nobody needs to
 *  sign in for stays: communities, favourites (each taken away where it was kept), catalogue and size of text. */
export async function wipe(): Promise<void> {
  await forgetRequests();
  await keeping(["answers", "pages", "kv"], (tx) =>
    Promise.all([
      tx.objectStore("answers").clear(),
      tx.objectStore("pages").clear(),
      tx.objectStore("kv").delete(IDBKeyRange.bound(TYPED, `${TYPED}~`)),
    ]),
  );
  sheets.value = [];
  forgetSearches();
}
