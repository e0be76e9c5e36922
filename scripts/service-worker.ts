/** Builds pwa/sw.js beside the app and tells it what to keep for use without a network. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build, type Plugin } from "vite";

/** `keep` says of each built file whether the worker fetches it at once; `carry`, whether a new version does for whoever used it. */
export function serviceWorker(source: string, keep: (file: string) => boolean, carry: (file: string) => boolean): Plugin {
  let out = "";
  return {
    name: "linli:service-worker",
    apply: "build",
    configResolved(config) {
      out = resolve(config.root, config.build.outDir);
    },
    closeBundle: {
      sequential: true,
      order: "post",
      async handler() {
        const built = readdirSync(out, { recursive: true, encoding: "utf8" }).sort();
        const files = built.filter(keep);
        const carried = built.filter(carry).map((file) => `/${file}`);
        const list = files.map((file) => ({ url: `/${file}`, revision: isHashed(file) ? null : hashOf(join(out, file)) }));
        await build({
          configFile: false,
          logLevel: "warn",
          publicDir: false,
          define: { "self.__WB_MANIFEST": JSON.stringify(list), "self.__CARRIED": JSON.stringify(carried), "process.env.NODE_ENV": '"production"' },
          build: {
            outDir: out,
            emptyOutDir: false,
            target: "es2022",
            rolldownOptions: { input: source, output: { format: "iife", entryFileNames: "sw.js" } },
          },
        });
      },
    },
  };
}

const isHashed = (file: string): boolean => file.startsWith("assets/");
const hashOf = (path: string): string => createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 16);
