/// <reference types="vite/client" />

/** The version of the app, set at build time. */
declare const __VERSION__: string;

/** Where the sprites are, and which icons are in that of the first load and of the staff (scripts/sprite.ts). */
declare module "virtual:icons" {
  export const FIRST: ReadonlySet<string>;
  export const DESK: ReadonlySet<string>;
  export const PATHS: { readonly first: string; readonly more: string; readonly desk: string };
}
