/** The category that somebody's words look like, from the kept catalogue: works without a network once that was loaded. */
import { catalogue, keepCatalogue } from "../../data/catalogue";
import { draft } from "../../data/draft";
import { proposalFor, type WordsOf } from "../../data/proposing";
import { TERMS } from "../../data/taxonomy.gen";

const CODES = TERMS.filter((term) => term.requests).map((term) => term.code);

/** Null when nothing fits, or no catalogue was ever loaded. */
export async function propose(said: string): Promise<string | null> {
  const { place } = draft.peek();
  if (!catalogue.peek() && place) await keepCatalogue(place.code);
  return proposalFor(said, CODES, wordsByTerm());
}

/** Its names and what people say for it, in both languages: nobody writes in only one. */
function wordsByTerm(): WordsOf {
  const { words = {}, wordsEnglish = {} } = catalogue.peek() ?? {};
  return Object.fromEntries(
    TERMS.map(({ code, zh, en }) => [code, [zh, en, ...(words[code] ?? []), ...(wordsEnglish[code] ?? [])]]),
  );
}
