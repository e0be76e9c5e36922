/** What the last published survey said of the whole city, as a row that leads to the number. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Icon } from "../../components/Icon";
import { Row } from "../../components/Row";
import { city } from "../../data/city";
import { nameOf } from "../../data/place";
import { readSatisfaction, type Satisfaction } from "../../data/surveys";
import { surveyWords } from "../../i18n/survey";
import { percent, rangeOf } from "./share";

export function LastResult() {
  const w = surveyWords.value;
  const last = useSignal<Satisfaction | null>(null);
  useEffect(() => {
    readSatisfaction(city.code).then(
      ({ data }) => (last.value = data),
      () => {}, // the row leads there all the same
    );
  }, []);
  const item = last.value?.items.find((one) => one.level === "city");
  const range = item && rangeOf(item, last.value?.goal ?? city.goal);
  const words = range && w.lastResult(last.value?.year ?? 0, nameOf(item), percent(range.point), percent(range.low), percent(range.high));
  return (
    <Row
      href="/number"
      icon={<span class="door t-know"><Icon name="chart-bar-horizontal" weight="duotone" /></span>}
      title={w.seeNumber}
      sub={words || (last.value?.year ? w.seeNumberHint(last.value.year) : "")}
    />
  );
}
