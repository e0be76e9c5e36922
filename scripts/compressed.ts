/** Writes .br and .gz beside every text file, when all other plugins (the service worker's too) have written. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

const TEXT = /\.(js|css|html|svg|json|webmanifest|txt)$/;

export function compressed(): Plugin {
  let out = "";
  return {
    name: "linli:compressed",
    apply: "build",
    enforce: "post",
    configResolved(config) {
      out = resolve(config.root, config.build.outDir);
    },
    closeBundle: {
      sequential: true,
      order: "post",
      handler() {
        for (const file of readdirSync(out, { recursive: true, encoding: "utf8" }).filter((name) => TEXT.test(name))) {
          const path = join(out, file);
          const raw = readFileSync(path);
          const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length };
          writeFileSync(`${path}.br`, brotliCompressSync(raw, { params }));
          writeFileSync(`${path}.gz`, gzipSync(raw, { level: 9 }));
        }
      },
    },
  };
}
