/// <reference types="vite/client" />

/** The version of the app, set at build time. */
declare const __VERSION__: string;
