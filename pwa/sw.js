// The app without a network. It answers GETs for the app's own files and pages only: never a PUT or POST, never the API.
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";
import { CacheFirst } from "workbox-strategies";

const NOT_PAGES = [/^\/api\//, /^\/schema/, /^\/media\//, /^\/open311\//, /^\/hsds\//, /^\/metrics/, /^\/(healthz|readyz)/];

cleanupOutdatedCaches();
precacheAndRoute(self.__WB_MANIFEST);
registerRoute(new NavigationRoute(createHandlerBoundToURL("/index.html"), { denylist: NOT_PAGES }));

// The desk is kept when it is first used; a new version starts with an empty cache.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && /^\/assets\/desk-/.test(url.pathname),
  new CacheFirst({ cacheName: "desk" }),
);
self.addEventListener("activate", (event) => event.waitUntil(caches.delete("desk")));

// A new version waits until a page asks for it.
self.addEventListener("message", (event) => {
  if (event.data?.type === "SKIP_WAITING") self.skipWaiting();
});

// Background Sync only wakes the pages: they own the outbox, the worker never sends.
self.addEventListener("sync", (event) => {
  if (event.tag === "outbox") event.waitUntil(wakePages());
});

async function wakePages() {
  for (const page of await self.clients.matchAll({ type: "window" })) page.postMessage({ type: "SEND" });
}
