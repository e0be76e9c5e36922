/** How a released share is said, everywhere on the desk: one place, so that page, report and picture have the same digits. */
import type { Range, Verdict } from "../../components/Estimate";
import { lang } from "../../i18n";
import { numberWords } from "../../i18n/numberdesk";
import type { Change, Figure } from "./data";

/** "87.4". */
export const digits = (share: number): string => (share * 100).toFixed(1);

/** 12,345. */
export const plain = (n: number): string => n.toLocaleString("en-US");

export const inLanguage = ({ name, name_en }: { name: string; name_en: string }): string => (lang.value === "en" ? name_en : name);

/** The text of a kind of service, a need, or of the two numbers that have a goal. */
export function aboutOf(figure: Figure): string {
  const w = numberWords.value;
  if (figure.text) return figure.text[lang.value === "en" ? "en" : "zh"] ?? figure.text.zh ?? "";
  return figure.statistic === "took_part" ? w.tookPart : w.satisfied;
}

export const groupOf = (group: string): string => {
  const words: Record<string, string> = numberWords.value.groups;
  return words[group] ?? group;
};

export function whyOf(reason: string | null | undefined): string {
  const words: Record<string, string> = numberWords.value.why;
  return words[reason ?? ""] ?? numberWords.value.why.too_few;
}

/** The figures of what was released with an interval; of what has no goal, `verdict` is null. */
export type Seen = { point: number; low: number; high: number; verdict: Verdict | null };

export function seenOf({ point, low, high, verdict }: Figure): Seen | null {
  if (point == null || low == null || high == null) return null;
  return { point, low, high, verdict: verdict && verdict !== "withheld" ? verdict : null };
}

/** For the picture with a goal. */
export function rangeOf(figure: Figure, goal: number): Range | null {
  const seen = seenOf(figure);
  return seen?.verdict ? { ...seen, verdict: seen.verdict, goal } : null;
}

/** "+1.2". */
const signed = (share: number): string => `${share > 0 ? "+" : share < 0 ? "−" : ""}${digits(Math.abs(share))}`;

/** "降 3.0 点（−5.1 到 −0.9）", or that it cannot be told. */
export function changeOf({ course, difference, low, high }: Change): string {
  const w = numberWords.value.changes;
  if (course === "unclear") return w.unclear(signed(low), signed(high));
  return w[course](digits(Math.abs(difference)), signed(low), signed(high));
}

/** "青年路社区：87.4%，范围 84.2 到 90.0，尚不能判定". */
export function pictureOf(name: string, seen: Seen): string {
  const w = numberWords.value;
  return w.picture(name, digits(seen.point), digits(seen.low), digits(seen.high), seen.verdict ? w.verdicts[seen.verdict] : w.satisfied);
}
