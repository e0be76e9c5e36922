/** In which order a phone shows the options of a question. */
import type { Option, Question } from "../../data/questionnaire";

/** By chance where the questionnaire allows it, what stands alone last, so that no service gains by standing first. */
export function ordered(question: Question): readonly Option[] {
  const options = question.options ?? [];
  if (!question.shuffle) return options;
  const mixed = options.filter((option) => !option.exclusive).map((option) => ({ option, by: Math.random() }));
  return [...mixed.sort((a, b) => a.by - b.by).map(({ option }) => option), ...options.filter((option) => option.exclusive)];
}
