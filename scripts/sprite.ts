/** SVG sprites of exactly the icons that the app names, from Phosphor (MIT; its licence is put beside them).
 *
 *  An icon is in use when a source has `<Icon name="phone" weight="fill" />`, or the literal "phone-fill" anywhere, or
 *  when a category of the taxonomy has it (duotone, as the doors show it). A name that Phosphor has not stops the build.
 *  What the first load may show is in one sprite, what only staff see in another, which no resident's phone fetches, everything
 *  else in a third; `virtual:icons` says which is where. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import type { Plugin } from "vite";

const ASSETS = "node_modules/@phosphor-icons/core/assets";
const SOURCES = "pwa/src";
const FIRST_LOAD = /^(components\/|data\/taxonomy|screens\/services\/[^/]+$)/;
const FOR_STAFF = /^desk\//;
const ELEMENT = /<Icon\b[^>]*?\bname="([a-z-]+)"[^>]*?>/g;
const LITERAL = /["'`]([a-z]+(?:-[a-z]+)*-(?:regular|bold|fill|duotone))["'`]/g;
const TERM = /"icon": "([a-z-]+)"/g;
const WEIGHT = /-(regular|bold|fill|duotone)$/;
const MODULE = "virtual:icons";

type Sprite = { path: string; ids: string[]; svg: string };

export function sprite(): Plugin {
  return {
    name: "linli:sprite",
    resolveId: (id) => (id === MODULE ? MODULE : null),
    load(id) {
      if (id !== MODULE) return null;
      const { first, more, desk } = sprites();
      return `export const FIRST = new Set("${first.ids.join()}".split(","));
        export const DESK = new Set("${desk.ids.join()}".split(","));
        export const PATHS = { first: "/${first.path}", more: "/${more.path}", desk: "/${desk.path}" };`;
    },
    configureServer(server) {
      for (const { path, svg } of Object.values(sprites())) {
        server.middlewares.use(`/${path}`, (_, answer) => {
          answer.setHeader("content-type", "image/svg+xml");
          answer.end(svg);
        });
      }
    },
    generateBundle() {
      for (const { path, svg } of Object.values(sprites())) this.emitFile({ type: "asset", fileName: path, source: svg });
      const licence = readFileSync("node_modules/@phosphor-icons/core/LICENSE");
      this.emitFile({ type: "asset", fileName: "icons/LICENSE.txt", source: licence });
    },
  };
}

function sprites(): Record<"first" | "more" | "desk", Sprite> {
  const { first, more, desk } = iconsInUse();
  return { first: asSprite("icons-first", first), more: asSprite("icons-more", more), desk: asSprite("desk-icons", desk) };
}

function asSprite(name: string, ids: string[]): Sprite {
  const svg = drawn(ids);
  const hash = createHash("sha256").update(svg).digest("base64url").slice(0, 8);
  return { path: `assets/${name}-${hash}.svg`, ids, svg };
}

/** Ids such as "phone-fill", sorted, each in the first of the lists that needs it: the first load, the residents, the staff. */
function iconsInUse(): { first: string[]; more: string[]; desk: string[] } {
  const used = { first: new Set<string>(), more: new Set<string>(), desk: new Set<string>() };
  for (const name of readdirSync(SOURCES, { recursive: true, encoding: "utf8" })) {
    if (!/\.tsx?$/.test(name) || name.includes(".test.")) continue;
    const file = name.split(sep).join("/");
    const ids = FIRST_LOAD.test(file) ? used.first : FOR_STAFF.test(file) ? used.desk : used.more;
    for (const id of iconsIn(readFileSync(join(SOURCES, name), "utf8"))) ids.add(id);
  }
  const more = [...used.more].filter((id) => !used.first.has(id));
  const desk = [...used.desk].filter((id) => !used.first.has(id) && !used.more.has(id));
  return { first: [...used.first].sort(), more: more.sort(), desk: desk.sort() };
}

function iconsIn(text: string): string[] {
  return [
    ...[...text.matchAll(ELEMENT)].map(([element, name = ""]) => idOf(name, /\bweight="([a-z]+)"/.exec(element)?.[1])),
    ...[...text.matchAll(LITERAL)].map(([, id = ""]) => id).filter((id) => existsSync(fileOf(id))),
    ...[...text.matchAll(TERM)].map(([, name = ""]) => `${name}-duotone`),
  ];
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
    return `<symbol id="${id}" viewBox="0 0 256 256" fill="currentColor">${rounded(paths.trim())}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
}

/** Half of 256 units is less than a tenth of a pixel at the size they are shown. Numbers may touch ("1.5.25-3"), so a
 *  blank goes where rounding would melt two into one. */
export function rounded(paths: string): string {
  return paths.replace(/-?\d*\.\d+/g, (number, at: number) => {
    const short = String(Math.round(Number(number) * 2) / 2).replace(/^(-?)0\./, "$1.");
    const before = !short.startsWith("-") && /[\d.]/.test(paths[at - 1] ?? "") ? " " : "";
    const after = !short.includes(".") && paths[at + number.length] === "." ? " " : "";
    return before + short + after;
  });
}
