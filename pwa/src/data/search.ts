/** Finding services in the kept catalogue; the twin of server/domain/search.py, where the rules are explained.
 *  tests/fixtures/search holds both to the same ids and scores. */
import { aText, fit, plain, type Text } from "./matching";
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
const NO_DISTANCE = 1_000_000_000;
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

/** What decides among equals. */
export interface Standing {
  readonly isOpen: boolean;
  readonly level: number; // of the division that offers it: 4 the community, 1 the city
  readonly distance: number | null; // metres
  readonly certified: boolean;
}

type Field = readonly [text: number, tenths: number];
type Row = { readonly id: string; readonly category: string; readonly fields: readonly Field[]; readonly about: string; readonly aboutPieces: ReadonlySet<string> };

/** A catalogue made ready: each distinct text once. */
export class Index {
  readonly texts: Text[] = [];
  readonly terms: ReadonlyMap<string, readonly Field[]>;
  readonly rows: readonly Row[];
  private readonly numbers = new Map<string, number>();
  private readonly known = new Map<string, readonly number[]>();

  constructor(
    services: readonly Findable[],
    words: Words,
    readonly sounds: Sounds,
  ) {
    const tops = new Map(TOPS.map((top) => [top.code, top]));
    this.terms = new Map(
      TERMS.map((term) => {
        const top = tops.get(term.parent);
        const own = [term.zh, ...(words.zh[term.code] ?? []), ...(words.en ? [term.en, ...(words.en[term.code] ?? [])] : [])];
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
      const said = isChinese(word) ? this.sounds.of(word).map(plain) : [];
      fits = this.texts.map((text) => fit(word, said, text));
      this.known.set(word, fits);
    }
    return fits;
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

/** The services that fit, the best first; ties by id. */
export function find(index: Index, query: string): Found[] {
  const words = runsOf([...query].slice(0, LONGEST).join(""));
  const [only] = words;
  if (only === undefined) return [];
  const scored = words.map((word) => scoresOf(index, word));
  if (words.length === 1) tryHalves(index, only, scored[0] ?? []);
  const found = index.rows.map((row, at) => ({ id: row.id, score: together(scored.map((scores) => scores[at] ?? 0)) }));
  const best = found.reduce((most, each) => Math.max(most, each.score), 0);
  const least = Math.max(LEAST, Math.floor(best / 2));
  return found.filter((each) => each.score >= least).sort((a, b) => b.score - a.score || compare(a.id, b.id));
}

/** The categories that are meant, the best first: what most people then pick. */
export function suggest(index: Index, query: string, most = 5): Found[] {
  const words = runsOf([...query].slice(0, LONGEST).join(""));
  if (!words.length) return [];
  const fits = words.map((word) => index.fits(word));
  const found = [...index.terms.values()].map((fields) => together(fits.map((each) => fieldScore(fields, each))));
  return [...index.terms.keys()]
    .map((id, at) => ({ id, score: found[at] ?? 0 }))
    .filter((each) => each.score >= SUGGEST)
    .sort((a, b) => b.score - a.score)
    .slice(0, most);
}

/** By what a list is sorted: words, open, own community first, nearer, certified. Negative: `a` comes first. */
export function inList(a: Found & Standing, b: Found & Standing): number {
  return (
    b.score - a.score ||
    Number(b.isOpen) - Number(a.isOpen) ||
    b.level - a.level ||
    (a.distance ?? NO_DISTANCE) - (b.distance ?? NO_DISTANCE) ||
    Number(b.certified) - Number(a.certified) ||
    compare(a.id, b.id)
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Of several words: their mean, times the share of them that fit at all. */
function together(scores: readonly number[]): number {
  let [sum, hits] = [0, 0];
  for (const score of scores) {
    sum += score;
    if (score > 0) hits++;
  }
  return Math.floor((Math.floor(sum / scores.length) * hits) / scores.length);
}

function fieldScore(fields: readonly Field[], fits: readonly number[]): number {
  let best = 0;
  for (const [text, tenths] of fields) best = Math.max(best, Math.floor(((fits[text] ?? 0) * tenths) / 10));
  return best;
}

/** How well a word fits each service. */
function scoresOf(index: Index, word: string): number[] {
  const fits = index.fits(word);
  const terms = new Map([...index.terms].map(([code, fields]) => [code, Math.floor((fieldScore(fields, fits) * TERM) / 10)]));
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
  const [score, least, shortest] = chinese ? [BOTH, INSIDE, 4] : [BOTH_LETTERS, BOTH_LETTERS, 6];
  if (word.length < shortest || word.length > CUT || scores.some((each) => each >= least)) return;
  for (let cut = 2; cut < word.length - 1; cut++) {
    const [left, right] = [holders(index, word.slice(0, cut)), holders(index, word.slice(cut))];
    if (!left.size || !right.size) continue;
    index.rows.forEach((row, at) => {
      if ((scores[at] ?? 0) < score && holds(index, row, left) && holds(index, row, right)) scores[at] = score;
    });
  }
}

/** The texts in which half a word stands, as it is written or, of letters, as whole syllables. */
function holders(index: Index, half: string): Set<number> {
  const chinese = isChinese(half);
  const said = plain(half);
  const numbers = new Set<number>();
  index.texts.forEach((text, number) => {
    const holds = chinese
      ? text.written.includes(half)
      : text.letters.includes(said) && text.starts.some((start) => text.letters.startsWith(said, start));
    if (holds) numbers.add(number);
  });
  return numbers;
}

function holds(index: Index, row: Row, numbers: ReadonlySet<number>): boolean {
  const inTerm = index.terms.get(row.category) ?? [];
  return row.fields.some(([text]) => numbers.has(text)) || inTerm.some(([text]) => numbers.has(text));
}
