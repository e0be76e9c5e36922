/** What only paper shows: the number, large, and a code that leads to what stands here today. */
import { city } from "../../../data/city";
import type { Entry } from "../../../data/catalogue";
import { date } from "../../../i18n/dates";
import { detailWords } from "../../../i18n/detail";

const PATIENCE_MS = 3_000;
const codeOf = (id: string): string => `/s/${id}/qr.svg`;
/** Who prints by the browser's own menu sits before a computer; a phone fetches the code when its button asks for paper. */
const isComputer = (): boolean => matchMedia("(hover: hover) and (pointer: fine)").matches;

export function OnPaper({ entry }: { entry: Entry }) {
  const w = detailWords.value;
  return (
    <div class="print-only paper">
      <div>
        <p class="paper__phone num">{entry.phone || city.hotline}</p>
        <p>{w.onPaper(date(Date.now(), true))}</p>
      </div>
      <figure>
        <img class="paper__code" src={isComputer() ? codeOf(entry.id) : undefined} alt="" width="120" height="120" />
        <figcaption>{w.scan}</figcaption>
      </figure>
    </div>
  );
}

/** Prints the page with its code; without the code when there is no network. */
export async function printPage(id: string): Promise<void> {
  const image = document.querySelector<HTMLImageElement>(".paper__code");
  if (image) {
    if (!image.getAttribute("src")) image.src = codeOf(id);
    const late = new Promise((done) => setTimeout(done, PATIENCE_MS));
    await Promise.race([image.decode().catch(() => image.removeAttribute("src")), late]);
  }
  print();
}
