/** Kinds of services that the words may mean, each one tap away. */
import { servicesWords } from "../../i18n/services";
import { termOf } from "./around";
import { addressOf, type Ask } from "./ask";
import { termName } from "./Tiles";

export function KindChips({ ask, codes }: { ask: Ask; codes: readonly string[] }) {
  const terms = codes.map(termOf).filter((term) => term !== undefined);
  if (!terms.length) return null;
  return (
    <p class="cluster suggested">
      <span class="small muted">{servicesWords.value.suggested}</span>
      {terms.map((term) => (
        <a key={term.code} class="chip" href={addressOf({ ...ask, q: "", category: term.code })}>
          {termName(term)}
        </a>
      ))}
    </p>
  );
}
