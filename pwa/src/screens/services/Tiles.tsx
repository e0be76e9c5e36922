/** A street of doors: the kinds of services there are here. */
import { TERMS, type Term } from "../../data/taxonomy.gen";
import { lang } from "../../i18n";
import { servicesWords } from "../../i18n/services";
import { Door } from "./Door";

/** What people look for most stands first; then the order of the taxonomy. */
const FIRST = ["clinic", "legal-aid", "starlight-home", "meals", "housekeeping", "repair", "library"];
const FIRST_LARGE = ["clinic", "meals", "starlight-home", "repair", "housekeeping"];

export const termName = (term: Term): string => (lang.value === "en" ? term.en : term.zh);

/** `counts`: services by category; null while the catalogue is not there yet. */
export function Tiles({ counts, large }: { counts: ReadonlyMap<string, number> | null; large: boolean }) {
  const w = servicesWords.value;
  const offered = TERMS.filter((term) => (counts ? counts.has(term.code) : term.services));
  const shown = inOrder(offered, large ? FIRST_LARGE : FIRST);
  return (
    <nav class="tiles" aria-label={w.categories}>
      {shown.map((term) => (
        <Tile key={term.code} href={`/search?category=${term.code}`} term={term}>
          {termName(term)}
        </Tile>
      ))}
      <Tile href="/search">{large ? w.allShort : w.allCategories(offered.length)}</Tile>
    </nav>
  );
}

function Tile({ href, term, children }: { href: string; term?: Term; children: string }) {
  return (
    <a class="tile" href={href}>
      <Door term={term} />
      {children}
    </a>
  );
}

function inOrder(offered: Term[], first: string[]): Term[] {
  const rank = (term: Term): number => (first.includes(term.code) ? first.indexOf(term.code) : first.length);
  return [...offered].sort((one, other) => rank(one) - rank(other)).slice(0, first.length);
}
