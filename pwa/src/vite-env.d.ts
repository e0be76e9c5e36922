/// <reference types="vite/client" />

/** The version of the app, set at build time. */
declare const __VERSION__: string;

/** Which icons are in the sprite of the first load (scripts/sprite.ts). */
declare module "virtual:icons" {
  export const FIRST: ReadonlySet<string>;
}
