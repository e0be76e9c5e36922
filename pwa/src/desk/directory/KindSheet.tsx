/** Which kind is meant: all of them under their headings, one tap each. */
import { Sheet } from "../../components/Sheet";
import { TERMS, TOPS } from "../../data/taxonomy.gen";
import { lang } from "../../i18n";

type KindSheetProps = { title: string; open: boolean; onClose: () => void; onChoose: (term: string) => void };

export function KindSheet({ title, open, onClose, onChoose }: KindSheetProps) {
  const name = (named: { zh: string; en: string }): string => (lang.value === "en" ? named.en : named.zh);
  return (
    <Sheet open={open} onClose={onClose} title={title}>
      <div class="stack everyday__kinds">
        {TOPS.map((top) => (
          <section key={top.code} class="stack">
            <h3 class="small muted">{name(top)}</h3>
            <p class="cluster">
              {TERMS.filter((term) => term.parent === top.code).map((term) => (
                <button key={term.code} type="button" class="chip" onClick={() => onChoose(term.code)}>{name(term)}</button>
              ))}
            </p>
          </section>
        ))}
      </div>
    </Sheet>
  );
}
