/** The category that somebody's words look like, from the kept catalogue: works without a network once that was loaded. */
import { catalogue, keepCatalogue } from "../../data/catalogue";
import { draft, write } from "../../data/draft";
import { proposalFor, type WordsOf } from "../../data/proposing";
import { TERMS } from "../../data/taxonomy.gen";

const CODES = TERMS.filter((term) => term.requests).map((term) => term.code);

/** The catalogue may have to come over a slow line: nobody waits for it. */
const PATIENCE_MS = 300;

/** What the draft's words look like now, kept with it; resolves soon, with or without. */
export async function proposeNow(): Promise<void> {
  const { description } = draft.peek();
  const late = new Promise<"late">((done) => setTimeout(() => done("late"), PATIENCE_MS));
  const proposed = await Promise.race([propose(description), late]);
  if (proposed !== "late" && proposed !== draft.peek().proposed && draft.peek().description === description) write({ proposed });
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
