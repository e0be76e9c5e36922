/** What this phone still has to send: requests with their photos, and steps. Each leaves exactly once, because its id was made
 *  with the draft, its bytes are frozen before the first attempt, and its copy goes only when the server has confirmed all of it. */
import type { Draft, KeptPhoto } from "./draft";
import { newId, newKey } from "./ids";
import { keeping } from "./keep";
import { asMine, changed, type Mine } from "./mine";
import type { Picture } from "./photos";
import { isFrozen, isTaken, type Part, type Unsent } from "./unsent";
import { askWords, bytesOf, type StepWords } from "./words";

/** Sending has begun: the words can no longer be changed. */
export class Frozen extends Error {}

/** Called when there is something to send. Set by data/sending.ts. */
export const sender: { wake: () => void } = { wake: () => {} };

/** Resolves when request and photos are on disk: only then may the screen say "kept". Throws PhoneFull; the draft stays. */
export async function keep(draft: Draft, now = Date.now()): Promise<void> {
  await keeping(["drafts", "photos", "outbox", "mine"], async (tx) => {
    const photos = inOrder(await tx.objectStore("photos").index("owner").getAll(draft.id), draft);
    const [outbox, mine] = [tx.objectStore("outbox"), tx.objectStore("mine")];
    if (await mine.getKey(draft.id)) return; // pressed twice: the bytes of the first press stand
    const asked = { ...draft, photos: photos.map((photo) => photo.id) }; // what is announced is what is there
    await Promise.all([
      mine.add(asMine(asked, photos, now)),
      outbox.add(unsentRequest(asked, bytesOf(askWords(asked, now)), photos, now)),
      tx.objectStore("drafts").delete(draft.id),
    ]);
  });
  await changed();
  void askToStay();
  void askToBeWoken();
  sender.wake();
}

/** Keep a step (a word, an answer, a rating, a reopening, a withdrawal) for sending; with a photo if there is one. Resolves
 *  when it is on disk. Throws PhoneFull. */
export async function keepStep(
  request: Pick<Mine, "id" | "key">, step: StepWords, picture: Picture | null = null, now = Date.now(),
): Promise<void> {
  const photo: KeptPhoto | null = picture && { ...picture, id: newId(), owner: newId() };
  const id = photo?.owner ?? newId();
  const words = bytesOf({ ...step, photo: photo?.id ?? step.photo });
  await keeping(["outbox", "photos"], async (tx) => {
    if (photo) await tx.objectStore("photos").add(photo);
    await tx.objectStore("outbox").add(unsentStep(id, request, step, words, photo, now));
  });
  await changed();
  sender.wake();
}

/** Keep what a follower says of a result, for sending. Resolves when it is on disk. Throws PhoneFull. */
export async function keepRating(
  request: Pick<Mine, "id" | "key">, follower: string, said: Pick<StepWords, "note" | "rating" | "solved" | "reasons">, now = Date.now(),
): Promise<void> {
  const id = newId();
  const parts = [wordsPart(`/api/requests/${request.id}/followers/${follower}/ratings/${id}`, bytesOf(said))];
  await keeping(["outbox"], (tx) =>
    tx.objectStore("outbox").add({ ...fresh(now), id, key: request.key, request: request.id, act: "rate", note: said.note, parts }),
  );
  await changed();
  sender.wake();
}

/** Go on writing a request that has not left yet, or was refused. Gives its draft's id. Throws Frozen. */
export async function takeBack(id: string): Promise<string> {
  const draft = await keeping(["drafts", "photos", "outbox", "mine"], async (tx) => {
    const row = await tx.objectStore("outbox").get(id);
    if (!row?.draft || isFrozen(row)) throw new Frozen(id);
    const photos = await tx.objectStore("photos").index("owner").getAll(id);
    const again = isTaken(row) ? { ...row.draft, id: newId(), key: newKey() } : row.draft;
    await Promise.all([
      tx.objectStore("drafts").put({ ...again, touchedAt: Date.now() }),
      ...photos.map((photo) => tx.objectStore("photos").put({ ...photo, owner: again.id })),
      tx.objectStore("outbox").delete(id),
      tx.objectStore("mine").delete(id),
    ]);
    return again;
  });
  await changed();
  return draft.id;
}

/** Do not send it. What may have left already is taken back on the server as soon as there is a network. */
export async function drop(id: string): Promise<void> {
  await keeping(["photos", "outbox", "mine"], async (tx) => {
    const row = await tx.objectStore("outbox").get(id);
    if (!row) return;
    const photos = await tx.objectStore("photos").index("owner").getAllKeys(id);
    await Promise.all(photos.map((photo) => tx.objectStore("photos").delete(photo)));
    await tx.objectStore("outbox").delete(id);
    if (row.act === "ask") await tx.objectStore("mine").delete(id);
    if (row.act === "ask" && isFrozen(row)) await tx.objectStore("outbox").add(takingBack(row));
  });
  await changed();
  sender.wake();
}

/** Another photo in the place of one that the server refused. Throws PhoneFull. */
export async function replacePhoto(id: string, refused: string, picture: Picture): Promise<void> {
  const photo: KeptPhoto = { ...picture, id: newId(), owner: id };
  await keeping(["photos", "outbox"], async (tx) => {
    const row = await tx.objectStore("outbox").get(id);
    if (!row) return;
    const parts = row.parts.map((part) => (part.photo === refused ? photoPart(row.request, photo) : part));
    await Promise.all([
      tx.objectStore("photos").add(photo),
      tx.objectStore("photos").delete(refused),
      tx.objectStore("outbox").put({ ...row, parts, nextTry: 0 }),
    ]);
  });
  await changed();
  sender.wake();
}

/** Go on without a photo that the server refused; the staff are told that it will not come. */
export async function giveUpPhoto(id: string, refused: string): Promise<void> {
  const step: StepWords = { act: "photo_given_up", note: "", rating: null, photo: refused };
  const words = bytesOf(step);
  await keeping(["photos", "outbox"], async (tx) => {
    const row = await tx.objectStore("outbox").get(id);
    if (!row) return;
    await Promise.all([
      tx.objectStore("photos").delete(refused),
      tx.objectStore("outbox").put({ ...row, parts: row.parts.filter((part) => part.photo !== refused) }),
      tx.objectStore("outbox").add(unsentStep(newId(), { id: row.request, key: row.key }, step, words, null, Date.now())),
    ]);
  });
  await changed();
  sender.wake();
}

/** Send what was refused once more, as it is: after an update of the server, or a photo that was cut on the way. */
export async function tryAgain(id: string): Promise<void> {
  await keeping(["outbox"], async (tx) => {
    const row = await tx.objectStore("outbox").get(id);
    if (!row) return;
    const parts = row.parts.map((part) => ({ ...part, refused: null }));
    await tx.objectStore("outbox").put({ ...row, parts, tries: 0, nextTry: 0 });
  });
  await changed();
  sender.wake();
}

function unsentRequest(draft: Draft, words: ArrayBuffer, photos: KeptPhoto[], now: number): Unsent {
  const parts = [wordsPart(`/api/requests/${draft.id}`, words), ...photos.map((photo) => photoPart(draft.id, photo))];
  const { id, key, description } = draft;
  return { ...fresh(now), id, key, request: id, act: "ask", note: description, parts, draft };
}

function unsentStep(
  id: string, request: Pick<Mine, "id" | "key">, step: StepWords, words: ArrayBuffer, photo: KeptPhoto | null, now: number,
): Unsent {
  const parts = [wordsPart(`/api/requests/${request.id}/steps/${id}`, words), ...(photo ? [photoPart(request.id, photo)] : [])];
  return { ...fresh(now), id, key: request.key, request: request.id, act: step.act, note: step.note, parts };
}

function takingBack(row: Unsent): Unsent {
  const step: StepWords = { act: "withdraw", note: "", rating: null, photo: null };
  const request = { id: row.request, key: row.key };
  return { ...unsentStep(newId(), request, step, bytesOf(step), null, row.madeAt), fineIfGone: true };
}

const fresh = (madeAt: number) => ({ madeAt, begun: false, tries: 0, nextTry: 0, notBefore: 0, draft: null, fineIfGone: false });

function wordsPart(path: string, bytes: ArrayBuffer): Part {
  return { path, type: "application/json", photo: null, bytes, size: bytes.byteLength, done: false, refused: null };
}

function photoPart(request: string, { id, bytes }: KeptPhoto): Part {
  const path = `/api/requests/${request}/photos/${id}`;
  return { path, type: "image/jpeg", photo: id, bytes: null, size: bytes.byteLength, done: false, refused: null };
}

const inOrder = (photos: KeptPhoto[], { photos: ids }: Draft): KeptPhoto[] =>
  ids.flatMap((id) => photos.find((photo) => photo.id === id) ?? []);

/** Ask the browser not to throw our storage away when room gets short. It may say no; 我的 shows which. */
export async function askToStay(): Promise<void> {
  await navigator.storage?.persist?.().catch(() => false);
}

/** Where there is Background Sync, the worker wakes our pages when the network is back. It never sends by itself. */
export async function askToBeWoken(): Promise<void> {
  type Syncing = ServiceWorkerRegistration & { sync?: { register: (tag: string) => Promise<void> } };
  const registration = (await navigator.serviceWorker?.getRegistration()) as Syncing | undefined;
  await registration?.sync?.register("outbox").catch(() => {}); // refused: then the page's own ways must do
}
