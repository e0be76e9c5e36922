/** On every page of demonstration content, above everything. */
import { city } from "../data/city";
import { commonWords } from "../i18n/common";

export function DemoRibbon() {
  if (!city.demo) return null;
  const w = commonWords.value;
  return <aside class="banner banner--demo" aria-label={w.demoShort}>{w.demoRibbon}</aside>;
}
