// The app without a network. It answers GETs for the app's own files and pages, and the one POST that Android's share
// sheet makes to us: never a PUT, never the API.
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";
import { CacheFirst } from "workbox-strategies";

const NOT_PAGES = [/^\/api\//, /^\/schema/, /^\/media\//, /^\/open311\//, /^\/hsds\//, /^\/poster\//, /^\/guide\//, /^\/c\//, /^\/sitemap/, /^\/metrics/, /^\/(healthz|readyz)/];

cleanupOutdatedCaches();
precacheAndRoute(self.__WB_MANIFEST);
registerRoute(new NavigationRoute(createHandlerBoundToURL("/index.html"), { denylist: NOT_PAGES }));

// The desk, English, and the table of sounds are kept when they are first used (update.ts keeps what was used before this
// worker was there); a new version starts with an empty cache.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && /^\/assets\/(desk|english|sounds)-/.test(url.pathname),
  new CacheFirst({ cacheName: "used" }),
);
// But for whoever visits households: their screens of the new version are fetched before it may take over, for it may do so
// where there is no network. When that fails, the old version goes on.
self.addEventListener("install", (event) => event.waitUntil(carryAlong()));
self.addEventListener("activate", (event) => event.waitUntil(startAnew()));

async function carryAlong() {
  const used = await (await caches.open("used")).keys();
  if (used.some(({ url }) => url.includes("/assets/desk-visits-"))) await (await caches.open("carried")).addAll(self.__CARRIED);
}

async function startAnew() {
  await caches.delete("used");
  const [used, carried] = await Promise.all([caches.open("used"), caches.open("carried")]);
  for (const request of await carried.keys()) await used.put(request, await carried.match(request));
  await caches.delete("carried");
}

// A new version waits until a page asks for it.
self.addEventListener("message", (event) => {
  if (event.data?.type === "SKIP_WAITING") self.skipWaiting();
});

// Photos shared from the phone's gallery (Android): laid in a cache for the form, which opens at once.
self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "POST" && new URL(url).pathname === "/share") event.respondWith(takeIn(event.request));
});

async function takeIn(request) {
  const photos = (await request.formData()).getAll("photos");
  const cache = await caches.open("shared");
  await Promise.all(
    photos.map((photo, index) => cache.put(`/shared/${index}`, new Response(photo, { headers: { "content-type": photo.type } }))),
  );
  return Response.redirect(`/help?shared=${photos.length}`, 303);
}

// Background Sync only wakes the pages: they own the outbox, the worker never sends.
self.addEventListener("sync", (event) => {
  if (event.tag === "outbox") event.waitUntil(wakePages());
});

async function wakePages() {
  for (const page of await self.clients.matchAll({ type: "window" })) page.postMessage({ type: "SEND" });
}
