/** The telephone for whoever cannot read the questions. */
import { city } from "../../data/city";
import { surveyWords } from "../../i18n/survey";

export function ReadToYou() {
  const w = surveyWords.value;
  return (
    <>
      {w.helpCall}
      <a class="nowrap" href={`tel:${city.hotline}`}>{city.hotline}</a>
      {w.helpReads}
    </>
  );
}
