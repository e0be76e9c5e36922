/** One SVG sprite of exactly the icons that the app names, from Phosphor (MIT; its licence is put beside the sprite).
 *
 *  An icon is in use when a source has `<Icon name="phone" weight="fill" />`, or the literal "phone-fill" anywhere, or
 *  when a category of the taxonomy has it (duotone, as the doors show it). A name that Phosphor has not stops the build. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const ASSETS = "node_modules/@phosphor-icons/core/assets";
const SOURCES = "pwa/src";
const ELEMENT = /<Icon\b[^>]*?\bname="([a-z-]+)"[^>]*?>/g;
const LITERAL = /["'`]([a-z]+(?:-[a-z]+)*-(?:regular|bold|fill|duotone))["'`]/g;
const TERM = /"icon": "([a-z-]+)"/g;
const WEIGHT = /-(regular|bold|fill|duotone)$/;

export function sprite(): Plugin {
  return {
    name: "linli:sprite",
    configureServer(server) {
      server.middlewares.use("/icons/sprite.svg", (_, answer) => {
        answer.setHeader("content-type", "image/svg+xml");
        answer.end(drawn(iconsInUse()));
      });
    },
    generateBundle() {
      this.emitFile({ type: "asset", fileName: "icons/sprite.svg", source: drawn(iconsInUse()) });
      const licence = readFileSync("node_modules/@phosphor-icons/core/LICENSE");
      this.emitFile({ type: "asset", fileName: "icons/LICENSE.txt", source: licence });
    },
  };
}

/** Ids such as "phone-fill", sorted. */
export function iconsInUse(folder = SOURCES): string[] {
  const found = new Set<string>();
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name))) {
    const text = readFileSync(join(folder, file), "utf8");
    for (const [element, name = ""] of text.matchAll(ELEMENT)) found.add(idOf(name, /\bweight="([a-z]+)"/.exec(element)?.[1]));
    for (const [, id = ""] of text.matchAll(LITERAL)) if (existsSync(fileOf(id))) found.add(id);
    if (file.endsWith("taxonomy.gen.ts")) for (const [, name = ""] of text.matchAll(TERM)) found.add(`${name}-duotone`);
  }
  return [...found].sort();
}

const idOf = (name: string, weight: string | undefined): string =>
  weight ? `${name}-${weight}` : WEIGHT.test(name) ? name : `${name}-regular`;

function fileOf(id: string): string {
  const weight = WEIGHT.exec(id)?.[1] ?? "regular";
  return join(ASSETS, weight, `${weight === "regular" ? id.replace(/-regular$/, "") : id}.svg`);
}

function drawn(ids: string[]): string {
  const symbols = ids.map((id) => {
    if (!existsSync(fileOf(id))) throw new Error(`Phosphor has no icon ${id}`);
    const paths = /<svg[^>]*>(.*)<\/svg>/s.exec(readFileSync(fileOf(id), "utf8"))?.[1] ?? "";
    return `<symbol id="${id}" viewBox="0 0 256 256" fill="currentColor">${paths.trim()}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
}
