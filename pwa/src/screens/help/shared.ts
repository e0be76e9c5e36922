/** Photos that came from the phone's own share sheet (Android): the worker has put them into a cache, we take them out. */
const SHELF = "shared";

export async function sharedPhotos(): Promise<Blob[]> {
  if (!("caches" in globalThis)) return [];
  const cache = await caches.open(SHELF);
  const kept = await Promise.all((await cache.keys()).map((request) => cache.match(request)));
  const photos = await Promise.all(kept.flatMap((response) => response?.blob() ?? []));
  await caches.delete(SHELF);
  return photos;
}
