/** How a text sounds, by a table of characters that server and phone share (server/data/sounds.txt, 13 kB), fetched when
 *  the catalogue is there; the twin of server/domain/sounds.py. Until then a character sounds as itself: what is
 *  written is found, pinyin is not yet. */
import { piecesOf } from "./pieces";

type Phrase = readonly [word: string, said: readonly string[]];

export class Sounds {
  private readonly phrases = new Map<string, Phrase[]>(); // by the first character, the longest first

  constructor(
    private readonly characters: ReadonlyMap<string, string>,
    readings: Readonly<Record<string, string>> = {},
  ) {
    for (const word of Object.keys(readings).sort((a, b) => b.length - a.length || (a < b ? -1 : 1))) {
      const first = word[0] ?? "";
      this.phrases.set(first, [...(this.phrases.get(first) ?? []), [word, (readings[word] ?? "").split(" ")]]);
    }
  }

  /** A syllable for each of `piecesOf(text)`; what the table does not have sounds as itself. */
  of(text: string): string[] {
    const pieces = piecesOf(text);
    const syllables: string[] = [];
    while (syllables.length < pieces.length) syllables.push(...this.next(pieces, syllables.length));
    return syllables;
  }

  private next(pieces: readonly string[], at: number): readonly string[] {
    const piece = pieces[at] ?? "";
    for (const [word, said] of this.phrases.get(piece) ?? []) {
      if (pieces.slice(at, at + word.length).join("") === word) return said;
    }
    return [this.characters.get(piece) ?? piece];
  }
}

/** The table: a line a syllable, the syllable and then its characters. */
export function readTable(text: string): Map<string, string> {
  const characters = new Map<string, string>();
  for (const line of text.split("\n")) {
    const said = /^[a-z]+/.exec(line)?.[0] ?? "";
    for (const character of line.slice(said.length)) characters.set(character, said);
  }
  return characters;
}

let table: Promise<ReadonlyMap<string, string>> | null = null;

/** The table of characters. Rejects without a network at the first time; asked again, it tries again. */
export function loadTable(): Promise<ReadonlyMap<string, string>> {
  table ??= import("../../../server/data/sounds.txt?raw")
    .then((module) => readTable(module.default))
    .catch((error: unknown) => {
      table = null;
      throw error;
    });
  return table;
}
