/** How well one word of a query fits one written text, 0 to 100 in whole numbers; the twin of server/domain/matching.py,
 *  where the rules are explained. tests/fixtures/search holds both to the same answers. */
import { isChinese, piecesOf } from "./pieces";

const [EQUAL, PREFIX, INSIDE] = [100, 90, 80];
const PART = 70;
const [SAME_SOUND, SOUND_STARTS, SOUND_INSIDE] = [76, 64, 60];
const PAIRS = 55;
const ONE_WRONG = 50;
const WHOLE = [75, 65] as const;
const INITIALS = [70, 58] as const;
const MIXED = [60, 52] as const;
const COMPLETE = 9;
const DIALECT = 50;
const ONE_LETTER = [49, 47, 45] as const;
const SURE_LETTERS = 5;
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
}

/** Make a text ready; `syllables` one a piece, or none: then only what is written counts. */
export function aText(text: string, syllables: readonly string[] = []): Text {
  const pieces = piecesOf(text);
  const said = (syllables.length === pieces.length ? syllables : pieces).map(plain);
  const folded = said.map(fold);
  return {
    written: pieces.join(""),
    pieces,
    syllables: said,
    letters: said.join(""),
    starts: startsOf(said),
    initials: said.map((syllable) => syllable[0]).join(""),
    folded: folded.join(""),
    foldedStarts: startsOf(folded),
  };
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

/** How well a run of the query fits; `said` are its syllables, if it is Chinese. */
export function fit(word: string, said: readonly string[], text: Text): number {
  if (!text.written) return 0;
  return isChinese(word) ? fitChinese(word, said, text) : fitLetters(word, text);
}

function fitChinese(word: string, said: readonly string[], text: Text): number {
  const at = text.written.indexOf(word);
  if (at >= 0) return word.length === text.written.length ? EQUAL : at === 0 ? PREFIX : INSIDE;
  if (text.written.length >= 2 && word.includes(text.written)) return PART + Math.min(text.written.length, 8);
  if (word.length < 2) return 0;
  return Math.max(bySound(said, text), byCharacters(word, text));
}

function bySound(said: readonly string[], text: Text): number {
  if (!text.letters.includes(said.join(""))) return 0;
  for (let at = 0; at + said.length <= text.syllables.length; at++) {
    if (said.every((syllable, place) => syllable === text.syllables[at + place])) {
      return said.length === text.syllables.length ? SAME_SOUND : at === 0 ? SOUND_STARTS : SOUND_INSIDE;
    }
  }
  return 0;
}

function byCharacters(word: string, text: Text): number {
  let common = 0;
  for (const character of word) if (text.written.includes(character)) common++;
  if (word.length < 3 || common < 2) return 0;
  const pairs = word.length - 1;
  let shared = 0;
  for (let at = 0; at < pairs; at++) if (text.written.includes(word.slice(at, at + 2))) shared++;
  if (shared * 2 >= pairs) return PAIRS + Math.floor(((shared * 2 - pairs) * 15) / pairs);
  const piece = shared >= 2 ? longestPiece(word, text.written) : 0;
  const byPiece = piece >= 3 ? Math.min(42 + 4 * piece, 66) : 0;
  return Math.max(byPiece, differsByOne(word, text.written) ? ONE_WRONG : 0);
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
  for (let at = 0; at + word.length <= text.length; at++) {
    let wrong = 0;
    for (let place = 0; place < word.length && wrong < 2; place++) if (word[place] !== text[at + place]) wrong++;
    if (wrong === 1) return true;
  }
  return false;
}

function fitLetters(word: string, text: Text): number {
  if (text.pieces.includes(word)) return text.pieces.length === 1 ? EQUAL : text.pieces[0] === word ? PREFIX : INSIDE;
  const said = plain(word);
  return byPinyin(said, text) || byDialect(said, text) || byOneLetter(said, text);
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

function byDialect(word: string, text: Text): number {
  if (word.length < 4) return 0;
  return startsWith(fold(word), text.folded, text.foldedStarts) === null ? 0 : DIALECT;
}

function byOneLetter(word: string, text: Text): number {
  if (word.length < SURE_LETTERS) return 0;
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
  const swapped = word.slice(same + 1, same + 2) + word.slice(same, same + 1) + word.slice(same + 2);
  return (
    letters.startsWith(rest, here + 1) || // wrong
    letters.startsWith(rest, here) || // extra
    letters.startsWith(word.slice(same), here + 1) || // missing
    letters.startsWith(swapped, here)
  );
}
