/** What kind of help somebody's own words ask for: the category whose everyday words they use. Only proposed, never imposed. */

/** What residents say for a category, by its code. */
export type WordsOf = Readonly<Record<string, readonly string[]>>;

const LEAST = 2; // of a score: one Chinese word of two characters, or one English word
const LETTERS = 2; // about as much meaning as one Chinese character
const NEARLY = 0.6; // share of a word's pairs of characters from which it is taken for meant

/** The best of `codes` for these words; null when none fits. Ties go to the one that stands first. */
export function proposalFor(said: string, codes: readonly string[], words: WordsOf): string | null {
  const text = said.normalize("NFKC").toLowerCase();
  let [best, most] = [null as string | null, 0];
  for (const code of codes) {
    const score = scoreOf(text, words[code] ?? []);
    if (score >= LEAST && score > most) [best, most] = [code, score];
  }
  return best;
}

/** Each piece of the text counts once, for the longest word that it is part of. */
function scoreOf(text: string, words: readonly string[]): number {
  let [left, score] = [text, 0];
  for (const word of [...words].map((each) => each.toLowerCase()).sort((a, b) => b.length - a.length)) {
    const share = shareOf(word, left);
    if (share === 1) left = left.replace(word, " ");
    score += share * (isLatin(word) ? word.length / LETTERS : word.length);
  }
  return score;
}

/** 1 when the word stands there; less when most of it does, in whatever order; 0 otherwise. */
function shareOf(word: string, text: string): number {
  if (isLatin(word)) return new RegExp(`\\b${word.replace(/[^a-z0-9' ]/g, ".")}`).test(text) ? 1 : 0;
  if (text.includes(word)) return 1;
  if (word.length < 3) return 0;
  const pairs = Array.from({ length: word.length - 1 }, (_, at) => word.slice(at, at + 2));
  const share = pairs.filter((pair) => text.includes(pair)).length / pairs.length;
  return share >= NEARLY ? share * NEARLY : 0;
}

const isLatin = (word: string): boolean => /^[\x20-\x7eà-ÿ]+$/.test(word);
