/** What is mine of one request: taken along, deleted, or not followed any more. Each throws Refused or Unreachable. */
import { Refused, send } from "./api";
import { forget, type Mine } from "./mine";
import { opening } from "./requests";

const at = (path: string): string => new URL(`/api/requests/${path}`, location.origin).href;

/** Everything about it, and who of the staff read it, as a file on this phone. */
export async function takeAlong({ id, key }: Pick<Mine, "id" | "key">): Promise<void> {
  const bytes = await (await send(at(`${id}/export`), { headers: opening(id, key) })).blob();
  const link = document.createElement("a");
  link.href = URL.createObjectURL(bytes);
  link.download = "linli-request.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Nothing on the server says any more whose it was; and it is gone from this phone. */
export async function deleteMine({ id, key }: Pick<Mine, "id" | "key">): Promise<void> {
  await goneOr(send(at(id), { method: "DELETE", headers: opening(id, key) }));
  await forget(id);
}

/** Not any more. */
export async function unfollow({ id, key }: Pick<Mine, "id" | "key">, follower: string): Promise<void> {
  await goneOr(send(at(`${id}/followers/${follower}`), { method: "DELETE", headers: opening(id, key) }));
  await forget(id);
}

/** It was gone already: an answer that got lost. */
async function goneOr(call: Promise<unknown>): Promise<void> {
  await call.catch((error: unknown) => {
    if (!(error instanceof Refused && error.status === 404)) throw error;
  });
}
