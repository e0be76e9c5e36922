/** The levels from one's community up to the city: as a switch above, and as a list with one shared axis below. */
import type { Signal } from "@preact/signals";

import { axisFrom, EstimateLine, VerdictMark } from "../../components/Estimate";
import { VerdictBadge } from "../../components/VerdictBadge";
import { nameOf } from "../../data/place";
import type { Item } from "../../data/surveys";
import { surveyWords } from "../../i18n/survey";
import { percent, rangeOf, roundPercent } from "./share";

export function Levels({ items, chosen }: { items: Item[]; chosen: Signal<number> }) {
  const w = surveyWords.value;
  if (items.length < 2) return null;
  return (
    <div class="seg levels" role="group" aria-label={w.whichLevel}>
      {items.map((item, index) => (
        <button
          key={item.division}
          type="button"
          class="small"
          aria-pressed={chosen.value === index}
          onClick={() => {
            chosen.value = index;
          }}
        >
          {item.level === "community" ? w.myCommunity : nameOf(item)}
        </button>
      ))}
    </div>
  );
}

export function LevelList({ items, goal }: { items: Item[]; goal: number }) {
  const w = surveyWords.value;
  const from = axisFrom(items.map((item) => rangeOf(item, goal)).filter((range) => range !== null));
  return (
    <>
      <div class="section-head">
        <h2>{w.allLevels}</h2>
      </div>
      <p class="keys small muted">
        <span>{w.goalLine(roundPercent(goal))}</span>
        {(["met", "not_met", "undecided"] as const).map((verdict) => (
          <span class="key" key={verdict}><VerdictMark verdict={verdict} />{w[verdict]}</span>
        ))}
      </p>
      <section class="card card--flush rows">
        {items.map((item) => (
          <Line key={item.division} item={item} goal={goal} from={from} />
        ))}
      </section>
    </>
  );
}

function Line({ item, goal, from }: { item: Item; goal: number; from: number }) {
  const w = surveyWords.value;
  const range = rangeOf(item, goal);
  const answers = (item.answers ?? 0).toLocaleString("en-US");
  return (
    <div class="lvl">
      <div class="between">
        <b>{nameOf(item)}</b>
        <VerdictBadge verdict={range?.verdict ?? "withheld"}>{w[range?.verdict ?? "withheld"]}</VerdictBadge>
      </div>
      {range && (
        <>
          <EstimateLine range={range} from={from} />
          <p class="small muted num">{w.range(percent(range.point), percent(range.low), percent(range.high), answers)}</p>
        </>
      )}
    </div>
  );
}
