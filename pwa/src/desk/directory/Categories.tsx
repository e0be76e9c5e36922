/** The kinds of service, under their headings. */
import { TERMS, TOPS } from "../../data/taxonomy.gen";
import { lang } from "../../i18n";

/** The options of a select: what services are listed under. */
export function CategoryOptions() {
  const name = (term: { zh: string; en: string }): string => (lang.value === "en" ? term.en : term.zh);
  return (
    <>
      {TOPS.map((top) => {
        const terms = TERMS.filter((term) => term.parent === top.code && term.services);
        return terms.length > 0 && (
          <optgroup key={top.code} label={name(top)}>
            {terms.map((term) => <option key={term.code} value={term.code}>{name(term)}</option>)}
          </optgroup>
        );
      })}
    </>
  );
}
