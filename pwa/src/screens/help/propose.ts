/** The category that somebody's words look like, from the kept catalogue: works without a network once that was loaded. */
import { catalogue, keepCatalogue } from "../../data/catalogue";
import { draft, write } from "../../data/draft";
import { proposalFor, type WordsOf } from "../../data/proposing";
import { TERMS } from "../../data/taxonomy.gen";

const CODES = TERMS.filter((term) => term.requests).map((term) => term.code);

/** Before the next step: the catalogue may have to come over a slow line, and nobody waits for it. */
const PATIENCE_MS = 300;

/** What the draft's words look like is kept with it, as soon as it is known; later words have their own answer. */
export async function proposeKind(): Promise<void> {
  const { description } = draft.peek();
  const proposed = await propose(description);
  if (draft.peek().description === description && draft.peek().proposed !== proposed) write({ proposed });
}

/** The same, but resolves soon in any case. */
export async function proposeSoon(): Promise<void> {
  await Promise.race([proposeKind(), new Promise((done) => setTimeout(done, PATIENCE_MS))]);
}

/** Null when nothing fits, or no catalogue was ever loaded. */
async function propose(said: string): Promise<string | null> {
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
