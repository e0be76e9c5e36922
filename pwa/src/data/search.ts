/** Finding services in the kept catalogue; the twin of server/domain/search.py, where the rules are explained.
 *  tests/fixtures/search holds both to the same ids and scores. */
import { aText, aWord, fit, maskOf, plain, type Text } from "./matching";
import { isChinese, piecesOf, runsOf } from "./pieces";
import type { Sounds } from "./sounds";
import { TERMS, TOPS } from "./taxonomy.gen";

const LONGEST = 40; // characters of a query that are read
const [NAME, TERM, TOP, PROVIDER, STREET] = [10, 9, 7, 8, 7]; // tenths that a hit counts, by where it is
const ABOUT = 48;
const [BOTH, BOTH_LETTERS] = [78, 57];
const INSIDE = 80;
const CUT = 20;
const LEAST = 30;
const SUGGEST = 45;
const SURE = 65; // from here on, no hints are needed
const [HINT, MOST_HINTED, WEIGHT] = [40, 58, 12];
const FILLERS = "的了是我你他她要想有没在去来找能不个点怎么哪里什一吗呢家人给上下到好办";
const STOPS =
  /^(?:an?|and|any|are|at|be|by|can|could|do|does|father|for|from|have|help|how|i|in|is|it|like|looking|me|mother|my|near|of|on|or|our|please|s|someone|t|that|the|there|they|this|to|want|we|what|where|which|who|will|with|your?)$/;
const KEPT = 8; // words whose scores are kept

/** What of a service is searched. */
export interface Findable {
  readonly id: string;
  readonly category: string;
  readonly names: readonly (readonly [name: string, syllables: readonly string[]])[];
  readonly provider: string;
  readonly streets: readonly string[];
  readonly about: string;
}

/** What residents say for a category, beside its names. */
export interface Words {
  readonly zh: Readonly<Record<string, readonly string[]>>;
  readonly en: Readonly<Record<string, readonly string[]>> | null; // null: the reader reads Chinese only
}

export interface Found {
  readonly id: string;
  readonly score: number;
}

type Field = readonly [text: number, tenths: number];
type Row = { readonly id: string; readonly category: string; readonly fields: readonly Field[]; readonly about: string; readonly aboutPieces: ReadonlySet<string> };

/** A catalogue made ready: each distinct text once. */
export class Index {
  readonly texts: Text[] = [];
  readonly terms: ReadonlyMap<string, readonly Field[]>;
  readonly hints = new Map<string, Map<string, number>>(); // in how many words of a category one or two characters stand
  readonly rows: readonly Row[];
  private readonly numbers = new Map<string, number>();
  private readonly known = new Map<string, readonly number[]>();

  constructor(
    services: readonly Findable[],
    readonly words: Words,
    readonly sounds: Sounds,
  ) {
    const tops = new Map(TOPS.map((top) => [top.code, top]));
    this.terms = new Map(
      TERMS.map((term) => {
        const top = tops.get(term.parent);
        const said = [term.zh, ...(words.zh[term.code] ?? [])];
        this.hint(term.code, said);
        const own = words.en ? [...said, term.en, ...(words.en[term.code] ?? [])] : said;
        const above = top ? (words.en ? [top.zh, top.en] : [top.zh]) : [];
        return [term.code, [...own.map((word): Field => [this.text(word), 10]), ...above.map((word): Field => [this.text(word), TOP])]];
      }),
    );
    this.rows = services.map((service) => this.row(service));
  }

  /** How well a word fits each text; kept for the next question about the same words. */
  fits(word: string): readonly number[] {
    let fits = this.known.get(word);
    if (!fits) {
      if (this.known.size >= KEPT) this.known.clear();
      const asked = aWord(word, this.sounds.of(word));
      fits = this.texts.map((text) => fit(asked, text));
      this.known.set(word, fits);
    }
    return fits;
  }

  /** The runs of a query; of English without those that say nothing, unless there are no others. */
  wordsOf(query: string): string[] {
    const words = runsOf([...query].slice(0, LONGEST).join(""));
    const telling = this.words.en ? words.filter((word) => !STOPS.test(word)) : words;
    return telling.length ? telling : words;
  }

  private hint(code: string, said: readonly string[]): void {
    for (const word of said) {
      for (const hint of new Set([...pairsOf(word), ...charactersOf(word)])) {
        const found = this.hints.get(hint) ?? new Map<string, number>();
        this.hints.set(hint, found.set(code, (found.get(code) ?? 0) + 1));
      }
    }
  }

  private text(text: string, syllables: readonly string[] = []): number {
    const said = syllables.length ? syllables : this.sounds.of(text);
    const key = `${text}\n${said.join(" ")}`;
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.texts.length;
      this.numbers.set(key, number);
      this.texts.push(aText(text, said));
    }
    return number;
  }

  private row(service: Findable): Row {
    const fields = service.names.map(([name, said]): Field => [this.text(name, said), NAME]);
    fields.push([this.text(service.provider), PROVIDER]);
    for (const street of service.streets) fields.push([this.text(street), STREET]);
    const aboutPieces = new Set(piecesOf(service.about).filter((piece) => !isChinese(piece)));
    return { id: service.id, category: service.category, fields, about: runsOf(service.about).join(""), aboutPieces };
  }
}

/** Neighbouring Chinese characters of which at least one says what is meant. */
function pairsOf(text: string): string[] {
  const pairs = runsOf(text).flatMap((run) => (isChinese(run) ? [...run].slice(1).map((next, at) => `${run[at]}${next}`) : []));
  return pairs.filter((pair) => ![...pair].every((character) => FILLERS.includes(character)));
}

function charactersOf(text: string): string[] {
  return runsOf(text).flatMap((run) => (isChinese(run) ? [...run].filter((character) => !FILLERS.includes(character)) : []));
}

/** The services that fit, the best first; ties by id. */
export function find(index: Index, query: string): Found[] {
  const words = index.wordsOf(query);
  const [only] = words;
  if (only === undefined) return [];
  const scored = words.map((word) => scoresOf(index, word));
  if (words.length === 1) tryHalves(index, only, scored[0] ?? []);
  const found = index.rows.map((row, at) => ({ id: row.id, score: together(scored.map((scores) => scores[at] ?? 0)) }));
  const best = found.reduce((most, each) => Math.max(most, each.score), 0);
  const least = Math.max(Math.floor(LEAST / words.length), Math.floor(best / 2));
  return found.filter((each) => each.score >= least).sort((a, b) => b.score - a.score || compare(a.id, b.id));
}

/** The categories that are meant, the best first: what most people then pick. */
export function suggest(index: Index, query: string, most = 5): Found[] {
  const words = index.wordsOf(query);
  if (!words.length) return [];
  const scored = words.map((word) => termScores(index, word));
  const least = Math.floor(SUGGEST / words.length);
  return [...index.terms.keys()]
    .map((id) => ({ id, score: together(scored.map((scores) => scores.get(id) ?? 0)) }))
    .filter((each) => each.score >= least)
    .sort((a, b) => b.score - a.score)
    .slice(0, most);
}

/** Where nothing fits: the categories that come closest, by single characters or the first letters. */
export function nearest(index: Index, query: string, most = 3): Found[] {
  const points = new Map<string, number>();
  for (const word of index.wordsOf(query)) for (const [code, more] of near(index, word)) points.set(code, (points.get(code) ?? 0) + more);
  return [...index.terms.keys()]
    .map((id) => ({ id, score: points.get(id) ?? 0 }))
    .filter((each) => each.score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, most);
}

function near(index: Index, word: string): Map<string, number> {
  if (isChinese(word)) return hinted(index, charactersOf(word));
  for (let length = Math.min(word.length, CUT) - 1; length > 2; length--) {
    const found = suggest(index, word.slice(0, length));
    if (found.length) return new Map(found.map((each) => [each.id, each.score]));
  }
  return new Map();
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Of several words: their mean, less for each that does not fit at all. */
function together(scores: readonly number[]): number {
  let [sum, hits] = [0, 0];
  for (const score of scores) {
    sum += score;
    if (score > 0) hits++;
  }
  return Math.floor((sum * (hits + 1)) / (scores.length * (scores.length + 1)));
}

function fieldScore(fields: readonly Field[], fits: readonly number[]): number {
  let best = 0;
  for (const [text, tenths] of fields) best = Math.max(best, Math.floor(((fits[text] ?? 0) * tenths) / 10));
  return best;
}

/** How well a word fits each category; where it fits none well, also what its characters hint at. */
function termScores(index: Index, word: string): Map<string, number> {
  const fits = index.fits(word);
  const scores = new Map([...index.terms].map(([code, fields]) => [code, fieldScore(fields, fits)]));
  if (Math.max(...scores.values()) < SURE) {
    for (const [code, points] of hinted(index, pairsOf(word))) {
      scores.set(code, Math.max(scores.get(code) ?? 0, Math.min(HINT + points, MOST_HINTED)));
    }
  }
  return scores;
}

/** Points for the categories in whose words these characters stand, by their share of them. */
function hinted(index: Index, hints: readonly string[]): Map<string, number> {
  const points = new Map<string, number>();
  for (const hint of new Set(hints)) {
    const found = index.hints.get(hint) ?? new Map<string, number>();
    let all = 0;
    for (const words of found.values()) all += words;
    for (const [code, words] of found) points.set(code, (points.get(code) ?? 0) + Math.floor((WEIGHT * words) / all));
  }
  return points;
}

/** How well a word fits each service. */
function scoresOf(index: Index, word: string): number[] {
  const fits = index.fits(word);
  const terms = new Map([...termScores(index, word)].map(([code, score]) => [code, Math.floor((score * TERM) / 10)]));
  return index.rows.map((row) =>
    Math.max(fieldScore(row.fields, fits), terms.get(row.category) ?? 0, isAbout(word, row) ? ABOUT : 0),
  );
}

function isAbout(word: string, row: Row): boolean {
  return word.length >= 2 && (isChinese(word) ? row.about.includes(word) : row.aboutPieces.has(word));
}

/** Where nothing fits well, a word may be two, in different places, in any order: raises scores. */
function tryHalves(index: Index, word: string, scores: number[]): void {
  const chinese = isChinese(word);
  const [score, least, half] = chinese ? [BOTH, INSIDE, 2] : [BOTH_LETTERS, BOTH_LETTERS, 3];
  if (word.length < 2 * half || word.length > CUT || scores.some((each) => each >= least)) return;
  let left = new Set(index.texts.keys());
  for (let cut = half; cut <= word.length - half; cut++) {
    left = holders(index, word.slice(0, cut), left); // what does not hold the shorter half, holds no longer one
    if (!left.size) return;
    const right = holders(index, word.slice(cut), index.texts.keys());
    if (!right.size) continue;
    index.rows.forEach((row, at) => {
      if ((scores[at] ?? 0) < score && holds(index, row, left) && holds(index, row, right)) scores[at] = score;
    });
  }
}

/** The texts in which half a word stands, as it is written or, of letters, as whole syllables. */
function holders(index: Index, half: string, among: Iterable<number>): Set<number> {
  const chinese = isChinese(half);
  const said = plain(half);
  const mask = maskOf(said);
  const numbers = new Set<number>();
  for (const number of among) {
    const text = index.texts[number];
    if (text && (chinese ? text.written.includes(half) : says(text, said, mask))) numbers.add(number);
  }
  return numbers;
}

function says(text: Text, half: string, mask: number): boolean {
  if (mask & ~text.mask || !text.letters.includes(half)) return false;
  return text.starts.some((start) => text.letters.startsWith(half, start));
}

function holds(index: Index, row: Row, numbers: ReadonlySet<number>): boolean {
  const inTerm = index.terms.get(row.category) ?? [];
  return row.fields.some(([text]) => numbers.has(text)) || inTerm.some(([text]) => numbers.has(text));
}
