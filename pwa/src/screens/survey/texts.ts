/** Texts of a questionnaire in the reader's language, or in one that a preview asks for. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";

import { type Texts, textIn } from "../../data/questionnaire";
import { lang } from "../../i18n";

/** "zh", "en" or another language of the questionnaire; null: the app's own. */
export const TextLanguage = createContext<string | null>(null);

export const useTextLanguage = (): string => useContext(TextLanguage) ?? (lang.value === "en" ? "en" : "zh");

/** Gives a text in that language, or in Chinese where it is missing; dots for what a draft has not written yet. */
export function useText(): (text: Texts) => string {
  const language = useTextLanguage();
  return (text) => textIn(text, language) || "…";
}
