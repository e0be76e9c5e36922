/** How a released share is said: never a figure without its range, never one that is withheld. */
import type { Range, Verdict } from "../../components/Estimate";
import type { Item } from "../../data/surveys";
import { surveyWords } from "../../i18n/survey";

/** The figures of an item, if they were released. */
export function rangeOf(item: Pick<Item, "point" | "low" | "high" | "verdict">, goal: number): Range | null {
  const { point, low, high, verdict } = item;
  if (point == null || low == null || high == null || verdict === "withheld") return null;
  return { point, low, high, goal, verdict: verdict as Verdict };
}

/** "87.4%". */
export const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

/** "85%". */
export const roundPercent = (share: number): string => `${Math.round(share * 100)}%`;

/** Why there is no figure, in a sentence. */
export function whyWithheld(reason: string | null | undefined): string {
  const w = surveyWords.value;
  const words: Record<string, string> = {
    too_few: w.tooFew,
    too_wide: w.tooWide,
    strata_missing: w.strataMissing,
    protects_another: w.protects,
    not_sampled: w.notSampled,
    review: w.review,
    as_before: w.asBefore,
  };
  return words[reason ?? ""] ?? w.tooFew;
}

/** What the range says about the goal, in a sentence. */
export function verdictInWords(verdict: Verdict, goal: number): string {
  const w = surveyWords.value;
  const words = { met: w.metWords, not_met: w.notMetWords, undecided: w.undecidedWords };
  return words[verdict](roundPercent(goal));
}
