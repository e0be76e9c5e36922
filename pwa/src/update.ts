/** A new version waits until the resident asks for it. The page that asked reloads at once, every other page at its next
 *  quiet moment, when it is hidden: what is half written is on disk by then. A piece of the app that the server no longer
 *  has brings the new version in by itself, once. */
import { signal } from "@preact/signals";

/** Set when a new version is ready: call it to change over. */
export const updateReady = signal<(() => void) | null>(null);

const HEALED = "linli.healed";
let asked = false;

/** Install the worker that lets the app open without a network. Where there is none (WeChat on iOS), nothing happens. */
export async function register(): Promise<void> {
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (!workers || !import.meta.env.PROD) return;
  const wasControlled = workers.controller !== null;
  workers.addEventListener("controllerchange", () => {
    if (wasControlled) reloadQuietly();
  });
  if (!wasControlled) void workers.ready.then(keepUsed);
  const registration = await workers.register(scriptUrl("/sw.js"), { scope: "/", updateViaCache: "none" }).catch(() => null);
  if (!registration) return; // workers are switched off in this browser
  if (registration.waiting && wasControlled) offer(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const next = registration.installing;
    next?.addEventListener("statechange", () => {
      if (next.state === "installed" && workers.controller) offer(next);
    });
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) void registration.update().catch(() => {});
  });
}

/** On the first visit the worker comes too late to see what it would have kept: English, the table of sounds, a round of visits. */
async function keepUsed(): Promise<void> {
  const used = performance.getEntriesByType("resource").map(({ name }) => name);
  const cache = await caches.open("used");
  await cache.addAll([...new Set(used)].filter((name) => /\/assets\/(english|sounds|desk-visits|desk-icons)-/.test(name))).catch(() => {});
}

function offer(next: ServiceWorker): void {
  updateReady.value = () => takeOver(next);
}

function takeOver(next: ServiceWorker): void {
  asked = true;
  next.postMessage({ type: "SKIP_WAITING" });
}

function reloadQuietly(): void {
  if (asked || document.hidden) location.reload();
  else document.addEventListener("visibilitychange", () => location.reload(), { once: true });
}

/** A piece of the app could not be fetched. Gives true when the page is about to reload with a newer version in which
 *  it exists; false when that was tried already, or when there is no network. */
export async function heal(): Promise<boolean> {
  if (sessionStorage.getItem(HEALED)) return false;
  const registration = await navigator.serviceWorker?.getRegistration();
  try {
    if (registration) await registration.update();
    else await fetch("/index.html", { cache: "no-cache" });
  } catch {
    return false;
  }
  sessionStorage.setItem(HEALED, "1");
  const next = registration?.installing ?? registration?.waiting;
  if (!next) {
    location.reload();
  } else if (next.state === "installed") {
    takeOver(next);
  } else {
    next.addEventListener("statechange", () => {
      if (next.state === "installed") takeOver(next);
    });
  }
  return true;
}

/** Under Trusted Types a worker's address must come through a policy; ours lets one address pass. */
function scriptUrl(url: "/sw.js"): string {
  type Policy = { createScriptURL: (url: string) => string };
  type Factory = { createPolicy: (name: string, rules: Policy) => Policy };
  const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
  const policy = factory?.createPolicy("sw", {
    createScriptURL(asked) {
      if (asked !== "/sw.js") throw new TypeError(asked);
      return asked;
    },
  });
  return policy?.createScriptURL(url) ?? url;
}
