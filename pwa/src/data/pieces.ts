/** What a text consists of for a search: Chinese characters, runs of letters, runs of digits; the twin of
 *  server/domain/pieces.py. No locale is asked, so that every phone and the server cut alike. */
const RUN = /[\u3400-\u9fff]+|[a-z0-9]+/g;

/** Full width, small forms and capitals made one. */
export const normal = (text: string): string => text.normalize("NFKC").toLowerCase();

/** Stretches of Chinese, and of letters or digits, in their order: 3幢A座 is 3, 幢, a, 座. */
export const runsOf = (text: string): string[] => normal(text).match(RUN) ?? [];

/** Is this run Chinese characters? */
export const isChinese = (run: string): boolean => run >= "\u3400";

/** Each Chinese character, each run of letters or digits: what has one syllable in a reading. */
export const piecesOf = (text: string): string[] => runsOf(text).flatMap((run) => (isChinese(run) ? [...run] : [run]));
