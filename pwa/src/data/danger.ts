/** Words that mean danger to life. They only ever open a panel with numbers to call: one tap closes it, nothing is held back. The
 *  list is server/data/danger.toml; its twin is server/domain/danger.py. */
import { type Danger, DANGER, HARMLESS } from "./danger.gen";

export type { Danger };

/** The dangers that these words name, each once, the most pressing first; none for everyday words. */
export function dangersIn(words: string): Danger[] {
  const said = HARMLESS.reduce((text, harmless) => text.replace(harmless, " "), words.normalize("NFKC").toLowerCase());
  return [...new Set(DANGER.filter(([, sign]) => sign.test(said)).map(([danger]) => danger))];
}
