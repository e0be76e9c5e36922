/** How well one word of a query fits one written text, 0 to 100 in whole numbers; the twin of server/domain/matching.py,
 *  where the rules are explained. tests/fixtures/search holds both to the same answers. */
import { isChinese, piecesOf } from "./pieces";

const [EQUAL, PREFIX, INSIDE] = [100, 90, 80];
const PART = 70;
const [SAME_SOUND, SOUND_STARTS, SOUND_INSIDE] = [76, 64, 60];
const IN_ORDER = 58;
const PAIRS = 55;
const ONE_WRONG = 50;
const WHOLE = [75, 65] as const;
const INITIALS = [70, 58] as const;
const MIXED = [60, 52] as const;
const COMPLETE = 9;
const DIALECT = 50;
const ONE_LETTER = [49, 47, 45] as const;
const SURE_LETTERS = 5;
const SURE_DIALECT = 4;
const SAME_STEM = 70;
const [STEM, ENDING] = [4, 3];
const BETWEEN = 3;
const BITS = 31;
const FOLDS = [["zh", "z"], ["ch", "c"], ["sh", "s"], ["ng", "n"], ["l", "n"]] as const;

/** A written text made ready. */
export interface Text {
  readonly written: string;
  readonly pieces: readonly string[];
  readonly syllables: readonly string[];
  readonly letters: string;
  readonly starts: readonly number[];
  readonly initials: string;
  readonly folded: string;
  readonly foldedStarts: readonly number[];
  readonly latin: readonly string[]; // the pieces of letters that are long enough to have a stem
  readonly maskWritten: number;
  readonly mask: number; // of the letters
  readonly maskFolded: number;
}

/** A run of a query made ready. */
export interface Word {
  readonly written: string;
  readonly said: readonly string[]; // its syllables, if it is Chinese
  readonly letters: string; // the syllables joined, or the run itself if it is letters
  readonly folded: string;
  readonly maskWritten: number;
  readonly mask: number;
  readonly maskFolded: number;
}

/** Make a text ready; `syllables` one a piece, or none: then only what is written counts. */
export function aText(text: string, syllables: readonly string[] = []): Text {
  const pieces = piecesOf(text);
  const said = (syllables.length === pieces.length ? syllables : pieces).map(plain);
  const folded = said.map(fold);
  const [written, letters, dialect] = [pieces.join(""), said.join(""), folded.join("")];
  return {
    written,
    pieces,
    latin: pieces.filter((piece) => piece.length >= STEM && piece >= "a"),
    syllables: said,
    letters,
    starts: startsOf(said),
    initials: said.map((syllable) => syllable[0]).join(""),
    folded: dialect,
    foldedStarts: startsOf(folded),
    maskWritten: maskOf(written),
    mask: maskOf(letters),
    maskFolded: maskOf(dialect),
  };
}

/** Make a run of a query ready; `syllables`: one a character, if it is Chinese. */
export function aWord(written: string, syllables: readonly string[]): Word {
  const said = isChinese(written) ? syllables.map(plain) : [];
  const letters = said.length ? said.join("") : plain(written);
  const folded = fold(letters);
  return { written, said, letters, folded, maskWritten: maskOf(written), mask: maskOf(letters), maskFolded: maskOf(folded) };
}

/** Which letters or characters occur; two of them may share a bit. */
export function maskOf(text: string): number {
  let mask = 0;
  for (let at = 0; at < text.length; at++) mask |= 1 << (text.charCodeAt(at) % BITS);
  return mask;
}

function startsOf(syllables: readonly string[]): number[] {
  let start = 0;
  return syllables.map((syllable) => (start += syllable.length) - syllable.length);
}

/** ü is typed as v or u: one of them. */
export const plain = (letters: string): string => letters.replaceAll("lv", "lu").replaceAll("nv", "nu");

/** What southern speakers do not tell apart is one. */
export function fold(letters: string): string {
  let folded = letters;
  for (const [sound, same] of FOLDS) folded = folded.replaceAll(sound, same);
  return folded;
}

/** How well a word fits. */
export function fit(word: Word, text: Text): number {
  if (!text.written) return 0;
  return word.said.length ? fitChinese(word, text) : fitLetters(word, text);
}

function fitChinese(word: Word, text: Text): number {
  if (!(word.maskWritten & text.maskWritten)) return bySound(word, text);
  const { written } = word;
  const at = text.written.indexOf(written);
  if (at >= 0) return written.length === text.written.length ? EQUAL : at === 0 ? PREFIX : INSIDE;
  if (text.written.length >= 2 && written.includes(text.written)) return PART + Math.min(text.written.length, 8);
  return Math.max(bySound(word, text), byCharacters(written, text.written), inOrder(word, text));
}

function bySound({ said, letters, mask }: Word, text: Text): number {
  if (said.length < 2 || mask & ~text.mask || !text.letters.includes(letters)) return 0;
  for (let at = 0; at + said.length <= text.syllables.length; at++) {
    if (said.every((syllable, place) => syllable === text.syllables[at + place])) {
      return said.length === text.syllables.length ? SAME_SOUND : at === 0 ? SOUND_STARTS : SOUND_INSIDE;
    }
  }
  return 0;
}

function byCharacters(word: string, text: string): number {
  if (word.length < 3) return 0;
  let common = 0;
  for (let at = 0; at < word.length && common < 2; at++) if (text.includes(word[at] ?? "")) common++;
  if (common < 2) return 0;
  const pairs = word.length - 1;
  let shared = 0;
  for (let at = 0; at < pairs; at++) if (text.includes(word.slice(at, at + 2))) shared++;
  if (shared * 2 >= pairs) return PAIRS + Math.floor(((shared * 2 - pairs) * 15) / pairs);
  const piece = shared >= 2 ? longestPiece(word, text) : 0;
  const byPiece = piece >= 3 ? Math.min(42 + 4 * piece, 66) : 0;
  return Math.max(byPiece, differsByOne(word, text) ? ONE_WRONG : 0);
}

function inOrder({ written, maskWritten }: Word, text: Text): number {
  const whole = text.written;
  if (whole.length < 3 || text.maskWritten & ~maskWritten) return 0;
  for (let start = 0; start + whole.length < written.length; start++) {
    if (written[start] !== whole[0]) continue;
    let reached = 0;
    for (let at = start; at < Math.min(start + whole.length + BETWEEN, written.length); at++) if (written[at] === whole[reached]) reached++;
    if (reached === whole.length) return IN_ORDER + Math.min(reached, 8);
  }
  return 0;
}

/** Characters of the longest stretch that both have. */
function longestPiece(word: string, text: string): number {
  let longest = 0;
  for (let at = 0; at < word.length; at++) {
    while (at + longest < word.length && text.includes(word.slice(at, at + longest + 1))) longest++;
  }
  return longest;
}

function differsByOne(word: string, text: string): boolean {
  for (let at = 0; at + word.length <= text.length; at++) if (isSlip(word, text, at)) return true;
  return false;
}

/** From there on, is one character another, or have two neighbours changed places? */
function isSlip(word: string, text: string, at: number): boolean {
  let [first, wrong] = [-1, 0];
  for (let place = 0; place < word.length; place++) {
    if (word[place] === text[at + place]) continue;
    if (++wrong > 2 || (wrong === 2 && place !== first + 1)) return false;
    if (wrong === 1) first = place;
  }
  if (wrong === 2) return word[first] === text[at + first + 1] && word[first + 1] === text[at + first];
  return wrong === 1;
}

function fitLetters(word: Word, text: Text): number {
  const unknown = word.mask & ~text.mask; // bits of letters that the text does not have
  if (!unknown) {
    if (text.pieces.includes(word.written)) return text.pieces.length === 1 ? EQUAL : text.pieces[0] === word.written ? PREFIX : INSIDE;
    const score = byPinyin(word.letters, text);
    if (score) return score;
  }
  if (text.latin.some((piece) => hasStemOf(word.written, piece))) return SAME_STEM;
  if (isDialect(word, text)) return DIALECT;
  return unknown & (unknown - 1) ? 0 : byOneLetter(word.letters, text);
}

function isDialect({ letters, folded, maskFolded }: Word, text: Text): boolean {
  if (letters.length < SURE_DIALECT || maskFolded & ~text.maskFolded) return false;
  return startsWith(folded, text.folded, text.foldedStarts) !== null;
}

function hasStemOf(word: string, piece: string): boolean {
  let same = 0;
  while (same < word.length && same < piece.length && word[same] === piece[same]) same++;
  return same >= STEM && word.length - same <= ENDING && piece.length - same <= ENDING;
}

function byPinyin(word: string, text: Text): number {
  const start = startsWith(word, text.letters, text.starts);
  if (start !== null) return (start > 0 ? WHOLE[1] : WHOLE[0]) + (word.length === text.letters.length ? COMPLETE : 0);
  const at = text.initials.indexOf(word);
  if (at >= 0) return (at > 0 ? INITIALS[1] : INITIALS[0]) + (word.length === text.initials.length ? COMPLETE - 1 : 0);
  for (let from = 0; from < text.initials.length; from++) {
    if (text.initials[from] === word[0] && walks(word, text.syllables, from)) return from > 0 ? MIXED[1] : MIXED[0];
  }
  return 0;
}

/** The first syllable's beginning from which the letters go on like the word. */
function startsWith(word: string, letters: string, starts: readonly number[]): number | null {
  if (!letters.includes(word)) return null;
  return starts.find((start) => letters.startsWith(word, start)) ?? null;
}

/** Is the word made of beginnings of these syllables, one after the other, none left out? */
function walks(word: string, syllables: readonly string[], from: number): boolean {
  let reached = new Set([0]);
  for (let at = from; at < syllables.length; at++) {
    const syllable = syllables[at] ?? "";
    const following = new Set<number>();
    for (const place of reached) {
      for (let length = 0; length < syllable.length && word[place + length] === syllable[length]; ) {
        length++;
        if (place + length === word.length) return true;
        following.add(place + length);
      }
    }
    if (!following.size) return false;
    reached = following;
  }
  return false;
}

function byOneLetter(word: string, text: Text): number {
  if (word.length < SURE_LETTERS) return 0;
  const half = word.length >> 1; // one slip leaves the letters before it or those after it as they are
  if (!text.letters.includes(word.slice(0, half - 1)) && !text.letters.includes(word.slice(half + 1))) return 0;
  const near = text.starts.find((start) => nearlyStarts(word, text.letters, start));
  if (near === undefined) return 0;
  if (near > 0) return ONE_LETTER[2];
  return Math.abs(word.length - text.letters.length) <= 1 ? ONE_LETTER[0] : ONE_LETTER[1];
}

/** Do the letters from `start` begin with the word, but for one wrong, missing, extra or swapped? */
function nearlyStarts(word: string, letters: string, start: number): boolean {
  let same = 0;
  while (same < word.length && start + same < letters.length && word[same] === letters[start + same]) same++;
  const here = start + same;
  const rest = word.slice(same + 1);
  return (
    letters.startsWith(rest, here + 1) || // wrong
    letters.startsWith(rest, here) || // extra
    letters.startsWith(word.slice(same), here + 1) || // missing
    isSwapped(word, letters, same, here)
  );
}

function isSwapped(word: string, letters: string, at: number, here: number): boolean {
  const isPair = at + 1 < word.length && word[at] === letters[here + 1] && word[at + 1] === letters[here];
  return isPair && letters.startsWith(word.slice(at + 2), here + 2);
}
