/** Every kind of service that there is here, under its top term, with how many. */
import { counts } from "../../data/filters";
import { TERMS, TOPS } from "../../data/taxonomy.gen";
import { lang } from "../../i18n";
import { servicesWords } from "../../i18n/services";
import { around } from "./around";
import { Door } from "./Door";
import { termName } from "./Tiles";

export function AllKinds() {
  const w = servicesWords.value;
  const offered = counts(around.value);
  return (
    <>
      {TOPS.map((top) => {
        const terms = TERMS.filter((term) => term.parent === top.code && offered.has(term.code));
        if (!terms.length) return null;
        return (
          <section key={top.code} class="stack">
            <h2>{lang.value === "en" ? top.en : top.zh}</h2>
            <ul class="kinds">
              {terms.map((term) => (
                <li key={term.code}>
                  <a class="card row" href={`/search?category=${term.code}`}>
                    <Door term={term} small />
                    <span class="row__body">
                      {termName(term)}
                      <span class="row__sub">{w.found(offered.get(term.code) ?? 0)}</span>
                    </span>
                  </a>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </>
  );
}
