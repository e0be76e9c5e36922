/** Sends a document to the printer, or into a file, without ever showing it: a code is read on paper only. */
import type { Paper } from "./data";

/** How many of something are in it. */
export function countIn(paper: Paper, what: string): number {
  return read(paper).querySelectorAll(what).length;
}

/** Opens the browser's own printing. The page's rules forbid a document with its own style, so that it is given as a sheet. */
export function print(paper: Paper): void {
  const from = read(paper);
  const frame = document.createElement("iframe");
  frame.className = "letters__frame";
  frame.setAttribute("aria-hidden", "true");
  frame.tabIndex = -1;
  document.body.append(frame);
  const to = frame.contentDocument;
  const view = frame.contentWindow as (Window & typeof globalThis) | null;
  if (!to || !view) return;
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(from.querySelector("style")?.textContent ?? "");
  to.adoptedStyleSheets = [sheet];
  to.title = from.title;
  to.body.replaceChildren(...[...from.body.childNodes].map((node) => to.importNode(node, true)));
  view.addEventListener("afterprint", () => frame.remove(), { once: true });
  view.print();
}

/** Into a file of this machine. */
export function save(paper: Paper): void {
  const url = URL.createObjectURL(new Blob([paper.html], { type: "text/html" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = paper.name;
  link.click();
  URL.revokeObjectURL(url);
}

const read = ({ html }: Paper): Document => new DOMParser().parseFromString(html, "text/html");
