/** On every page of demonstration content, above everything. */
import { city } from "../data/city";
import { commonWords } from "../i18n/common";

export function DemoRibbon() {
  if (!city.demo) return null;
  return <div class="banner banner--demo" role="note">{commonWords.value.demoRibbon}</div>;
}
