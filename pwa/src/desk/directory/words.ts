/** Everyday words of the city, and what was searched in vain: read, added, taken away. All throw Refused, Unreachable. */
import { answer, api } from "../../data/api";
import type { components } from "../../data/api.gen";
import { newId } from "../../data/ids";

type Schemas = components["schemas"];
export type WordsPage = Schemas["WordsPage"];
export type TermWords = Schemas["TermWords"];
export type Query = Schemas["QueryShown"];
export type Language = Schemas["WriteWord"]["language"];

/** The words of every category, and what found nothing in the last half year. */
export async function readWords(): Promise<{ page: WordsPage; queries: readonly Query[] }> {
  const [page, { items }] = await Promise.all([answer(api.GET("/api/desk/words")), answer(api.GET("/api/desk/queries"))]);
  return { page, queries: items };
}

/** Lets a word lead to a category; gives its id. */
export async function addWord(term: string, word: string, language: NonNullable<Language>): Promise<string> {
  const word_id = newId();
  await api.PUT("/api/desk/words/{word_id}", { params: { path: { word_id } }, body: { term, word, language } });
  return word_id;
}

export async function removeWord(word_id: string): Promise<void> {
  await api.DELETE("/api/desk/words/{word_id}", { params: { path: { word_id } } });
}

/** In which language words are: letters without a Chinese character are English. */
export const languageOf = (word: string): NonNullable<Language> => (/[\u3400-\u9fff]/.test(word) ? "zh-CN" : "en");
