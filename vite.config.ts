import { readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

import { compressed } from "./scripts/compressed.ts";
import { serviceWorker } from "./scripts/service-worker.ts";
import { sprite } from "./scripts/sprite.ts";

const version = process.env.LINLI_VERSION ?? /^version = "(.+)"$/m.exec(readFileSync("pyproject.toml", "utf8"))?.[1];

/** The staff's side is two chunks, which no resident's phone fetches: the directory has one of its own. All words that are not
 *  the residents' are the staff's. */
const DIRECTORY = { name: "desk-directory", test: /pwa\/src\/(desk\/directory\/|i18n\/directory|i18n\/(zh|en)\/directory)/ };
const DESK = { name: "desk", test: /pwa\/src\/(desk\/|style\/desk|i18n\/(zh\/)?(?!en\/|zh\/|(common|services|detail|help|survey|me|rates|index|dates)\.))/ };

/** What a firm opens by its link, on its own phone, is not all of the desk. */
const FIRM = { name: "desk-firm", test: /pwa\/src\/(desk\/(firms\/(Firm|OfferForm|SayForm|door|data)|money)|i18n\/(zh\/)?firms)\./ };

/** Whoever goes from door to door has it in stairwells without a network: a chunk of its own, kept at its first use. */
const VISITS = { name: "desk-visits", test: /pwa\/src\/(desk\/visits\/(?!Enter|Typed|keys|enter)|data\/(visits|visit-rows)\.|i18n\/(zh\/)?visits\.)/ };

/** What every screen stands on is one file, not six: each costs a head of its own. */
const SHELL = {
  name: "shell",
  test: /virtual:icons|preload-helper|@oxc-project|node_modules\/(preact|@preact|preact-iso|idb|openapi-fetch)\/|pwa\/src\/(components\/(Icon|Screen|Tabs|TopBar|Banner)|data\/(api|calendar|catalogue|city|civil|db|distance|favourites|filters|fragments|hours|keep|network|pages|place|position|prefs|taxonomy\.gen)|i18n\/(index|common|dates|services|zh\/(common|services))|screens\/services\/(Door|ServiceRow|Tiles|around|now|openLine)|history)\./,
};

/** What a resident of one room needs sooner or later anyway is one file, kept on the phone as a whole: a file each would cost a
 *  head, and compress worse. What sends by itself is apart: it is fetched soon after the first paint, on any screen. */
const SENDING = { name: "sending", test: /pwa\/src\/(data\/(outbox|sending|ledger|unsent|upload|backoff|mine|draft|requests|ids|words|danger|mistakes)\.|screens\/help\/start\.)/ };
const HELP = { name: "help", test: /pwa\/src\/(screens\/help\/(?!start\.)|i18n\/(zh\/)?help\.|data\/(proposing|photos|exif|alike|own)\.)/ };
const SURVEY = { name: "survey", test: /pwa\/src\/(screens\/survey\/(?!Number)|i18n\/(zh\/)?survey\.|data\/(answers|questionnaire|codes)\.)/ };
const ME = { name: "me", test: /pwa\/src\/(screens\/me\/(?!Sessions|SignIn|StaffForm)|i18n\/(zh\/)?me\.)/ };

/** English is a file for each part of the app, fetched only for whoever reads it. */
const chunkName = ({ facadeModuleId }: { facadeModuleId: string | null }): string =>
  facadeModuleId?.includes("/i18n/en/") ? "assets/english-[name]-[hash].js" : "assets/[name]-[hash].js";

export default defineConfig({
  root: "pwa",
  define: { __VERSION__: JSON.stringify(version) },
  build: {
    outDir: "../dist",
    emptyOutDir: true,
    target: ["es2022", "chrome87", "safari15"], // WeChat's browser on old phones; only syntax is lowered, see README
    modulePreload: { polyfill: false, resolveDependencies: stylesOnly },
    assetsInlineLimit: 0, // the CSP lets nothing in by data: but pictures
    sourcemap: "hidden",
    rolldownOptions: { output: { codeSplitting: { includeDependenciesRecursively: false, groups: [SHELL, FIRM, DIRECTORY, VISITS, DESK, SENDING, HELP, SURVEY, ME] }, chunkFileNames: chunkName } },
  },
  plugins: [sprite(), serviceWorker("pwa/sw.js", keptOffline, carriedAlong), compressed()],
  server: { proxy: { "/api": process.env.LINLI_URL ?? "http://127.0.0.1:8000" } },
  test: { root: ".", include: ["pwa/src/**/*.test.ts", "scripts/*.test.ts"] },
});

/** A lazy screen's styles are fetched with it; its scripts ask for one another. Lists of both would weigh on the first load. */
function stylesOnly(_: string, dependencies: string[], { hostType }: { hostType: "html" | "js" }): string[] {
  return hostType === "html" ? dependencies : dependencies.filter((file) => file.endsWith(".css"));
}

/** What the service worker fetches at once: all of the resident's side in Chinese that is of use without a network. The desk,
 *  English, and the table of sounds that comes with the catalogue are kept at their first use. */
function keptOffline(file: string): boolean {
  return /^(index\.html|manifest\.webmanifest|assets\/(?!desk-|english-|sounds-|Sessions-|Rates-).*\.(js|css|svg)|icons\/icon\.svg)$/.test(file);
}

/** What a new version fetches before it takes over, on the phone of whoever visits households. */
function carriedAlong(file: string): boolean {
  return /^assets\/(desk-visits-|desk-icons-|english-visits-)/.test(file) && !/\.(br|gz|map)$/.test(file);
}
