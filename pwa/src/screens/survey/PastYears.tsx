/** The division's earlier years: each with its range, the change in words, and what was found by other methods apart. */
import { axisFrom, EstimateLine } from "../../components/Estimate";
import { VerdictBadge } from "../../components/VerdictBadge";
import type { Satisfaction } from "../../data/surveys";
import { surveyWords } from "../../i18n/survey";
import { percent, rangeOf, whyWithheld } from "./share";

const NONE = { past: [], earlier: [] }; // an answer that an older version kept has none

export function PastYears({ data }: { data: Satisfaction }) {
  const w = surveyWords.value;
  const { past, earlier, goal } = { ...NONE, ...data };
  if (past.length < 2 && !earlier.length) return null;
  const from = axisFrom(past.map((year) => rangeOf(year, goal)).filter((range) => range !== null));
  return (
    <>
      <div class="section-head"><h2>{w.pastYears}</h2></div>
      <section class="card card--flush rows">
        {past.map((year) => {
          const range = rangeOf(year, goal);
          return (
            <div class="lvl" key={year.year}>
              <div class="between"><b>{w.yearName(year.year)}</b><VerdictBadge verdict={range?.verdict ?? "withheld"}>{w[range?.verdict ?? "withheld"]}</VerdictBadge></div>
              {range && <EstimateLine range={range} from={from} />}
              <p class="small muted num">{range ? w.range(percent(range.point), percent(range.low), percent(range.high), (year.answers ?? 0).toLocaleString("en-US")) : whyWithheld(year.reason)}</p>
              {year.change && <p class="small">{w.courses[year.change.course](year.change.since)}</p>}
            </div>
          );
        })}
        {earlier.map((one) => (
          <div class="lvl" key={one.year}>
            <div class="between"><b>{w.yearName(one.year)}</b><span class="badge badge--line">{w.otherMethod}</span></div>
            <p class="small muted">{w.otherMethodSays(percent(one.point), one.method)}</p>
          </div>
        ))}
      </section>
    </>
  );
}
