/** One division's share: people before percent, then the picture, then the sentence with range and number asked. */
import { Dots } from "../../components/Dots";
import { EstimatePicture, type Range } from "../../components/Estimate";
import { VerdictBadge } from "../../components/VerdictBadge";
import { nameOf } from "../../data/place";
import type { Item } from "../../data/surveys";
import { surveyWords } from "../../i18n/survey";
import { percent, rangeOf, roundPercent, verdictInWords, whyWithheld } from "./share";

export function OneDivision({ item, goal }: { item: Item; goal: number }) {
  const range = rangeOf(item, goal);
  return (
    <section class="card stack stack--l" aria-live="polite">
      {range ? <Released item={item} range={range} /> : <Withheld item={item} />}
    </section>
  );
}

function Released({ item, range }: { item: Item; range: Range }) {
  const w = surveyWords.value;
  const name = nameOf(item);
  const [point, low, high] = [percent(range.point), percent(range.low), percent(range.high)];
  const [surely, perhaps] = [Math.round(range.low * 100), Math.round(range.high * 100)];
  return (
    <>
      <div>
        <p class="muted">{w.per100(name)}</p>
        <div class="between">
          <p class="bignum">
            {Math.round(range.point * 100)}
            <small>{w.satisfied}</small>
          </p>
          <VerdictBadge verdict={range.verdict} big>{w[range.verdict]}</VerdictBadge>
        </div>
      </div>
      <Dots low={range.low} high={range.high} />
      <p class="keys small muted">
        <span class="key"><i />{w.dotsYes(surely)}</span>
        {perhaps > surely && <span class="key"><i class="may" />{w.dotsMay(perhaps - surely)}</span>}
        <span class="key"><i class="no" />{w.dotsNo}</span>
      </p>
      <EstimatePicture
        range={range}
        goalLabel={w.goal(roundPercent(range.goal))}
        label={w.pictureName(name, point, low, high, roundPercent(range.goal), w[range.verdict])}
      />
      <p>
        {w.inWords((item.answers ?? 0).toLocaleString("en-US"), point, low, high, name)}
        <b>{verdictInWords(range.verdict, range.goal)}</b>
        {item.still_needed && w.stillNeeded(item.still_needed.toLocaleString("en-US"))}
      </p>
      <p class="small muted">{w.notTheOther}</p>
    </>
  );
}

function Withheld({ item }: { item: Item }) {
  const w = surveyWords.value;
  return (
    <>
      <div class="between">
        <h2>{nameOf(item)}</h2>
        <VerdictBadge verdict="withheld" big>{w.withheld}</VerdictBadge>
      </div>
      <p>{whyWithheld(item.reason)}</p>
    </>
  );
}
