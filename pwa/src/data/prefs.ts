/** How this phone wants the app: size of text, light or dark. Written to the page before its first paint. */
import { effect, signal } from "@preact/signals";

export type TextSize = "std" | "large" | "xlarge";
export type Theme = "auto" | "light" | "dark";

const TEXT = "linli.text";
const THEME = "linli.theme";
const darkPhone = globalThis.matchMedia?.("(prefers-color-scheme: dark)");

export const textSize = signal<TextSize>((globalThis.localStorage?.getItem(TEXT) as TextSize | null) ?? "std");
export const theme = signal<Theme>((globalThis.localStorage?.getItem(THEME) as Theme | null) ?? "auto");
const phoneIsDark = signal(darkPhone?.matches ?? false);

/** From standard to large, and from any large size back. */
export function switchTextSize(): void {
  textSize.value = textSize.value === "std" ? "large" : "std";
}

/** Keep the page as chosen, now and at every change. */
export function applyPrefs(root: HTMLElement = document.documentElement): void {
  darkPhone?.addEventListener("change", (event) => {
    phoneIsDark.value = event.matches;
  });
  effect(() => {
    root.dataset.text = textSize.value;
    localStorage.setItem(TEXT, textSize.value);
  });
  effect(() => {
    root.dataset.theme = theme.value === "auto" ? (phoneIsDark.value ? "dark" : "light") : theme.value;
    localStorage.setItem(THEME, theme.value);
  });
}
