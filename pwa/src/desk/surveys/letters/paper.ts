/** A document for the printer goes into a file, without ever being shown: a code is read on paper only. */
import type { Paper } from "./data";

/** How many letters are in it, or of a list the buildings. */
export const lettersIn = ({ html }: Paper): number => html.split('<article class="letter"').length - 1;
export const buildingsIn = ({ html }: Paper): number => html.split('<section class="list"').length - 1;

/** Into a file of this machine. */
export function save(paper: Paper): void {
  const url = URL.createObjectURL(new Blob([paper.html], { type: "text/html" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = paper.name;
  link.click();
  URL.revokeObjectURL(url);
}
