import { readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

import { compressed } from "./scripts/compressed.ts";
import { serviceWorker } from "./scripts/service-worker.ts";
import { sprite } from "./scripts/sprite.ts";

const version = process.env.LINLI_VERSION ?? /^version = "(.+)"$/m.exec(readFileSync("pyproject.toml", "utf8"))?.[1];

/** The staff's side is one chunk, which no resident's phone fetches. */
const DESK = /pwa\/src\/(desk\/|style\/desk|i18n\/desk|i18n\/zh\/desk)/;

export default defineConfig({
  root: "pwa",
  define: { __VERSION__: JSON.stringify(version) },
  build: {
    outDir: "../dist",
    emptyOutDir: true,
    target: ["es2022", "chrome87", "safari15"], // WeChat's browser on old phones; only syntax is lowered, see README
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // the CSP lets nothing in by data: but pictures
    sourcemap: "hidden",
    rolldownOptions: { output: { codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: "desk", test: DESK }] } } },
  },
  plugins: [sprite(), serviceWorker("pwa/sw.js", keptOffline), compressed()],
  server: { proxy: { "/api": process.env.LINLI_URL ?? "http://127.0.0.1:8000" } },
  test: { root: ".", include: ["pwa/src/**/*.test.ts", "scripts/*.test.ts"] },
});

/** What the service worker fetches at once: all of the resident's side; the desk is kept at its first use. */
function keptOffline(file: string): boolean {
  return /^(index\.html|manifest\.webmanifest|assets\/(?!desk-).*\.(js|css)|icons\/.*\.svg)$/.test(file);
}
