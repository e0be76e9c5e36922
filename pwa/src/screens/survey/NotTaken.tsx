/** A sheet that was refused: why, in kind words, and what can be done; its answers are all still there. */
import { useLocation } from "preact-iso";

import { Icon } from "../../components/Icon";
import { Screen } from "../../components/Screen";
import { TopBar } from "../../components/TopBar";
import { takeBackSheet, throwAwaySheet } from "../../data/answers";
import type { Problem } from "../../data/api";
import { city } from "../../data/city";
import type { Unsent } from "../../data/unsent";
import { day } from "../../i18n/dates";
import { surveyWords } from "../../i18n/survey";

type NotTakenProps = { row: Unsent; problem: Problem; resultOn: string | null };

export function NotTaken({ row, problem, resultOn }: NotTakenProps) {
  if (problem.status === 410) return <Over row={row} resultOn={resultOn} />;
  return <WrongCode row={row} problem={problem} />;
}

function Over({ row, resultOn }: { row: Unsent; resultOn: string | null }) {
  const w = surveyWords.value;
  const { route } = useLocation();
  const leave = async (): Promise<void> => {
    await throwAwaySheet(row);
    route("/survey", true);
  };
  return (
    <Screen
      title={w.closedTitle}
      top={<TopBar up="/survey" />}
      bar={<button type="button" class="btn btn--primary" onClick={() => void leave()}>{w.understood}</button>}
    >
      <h1>{w.closedTitle}</h1>
      <p role="status">{w.tooLate} {resultOn && w.closedText(day(resultOn))}</p>
    </Screen>
  );
}

function WrongCode({ row, problem }: { row: Unsent; problem: Problem }) {
  const w = surveyWords.value;
  const { route } = useLocation();
  const isUsed = problem.status === 409;
  const title = isUsed ? w.usedTitle : w.refused;
  const why = problem.errors?.[0]?.message ?? problem.detail ?? problem.title;
  const again = async (): Promise<void> => {
    route("/survey/code", true); // first: a screen of thanks without a sheet would lead elsewhere
    await takeBackSheet(row);
  };
  return (
    <Screen
      title={title}
      top={<TopBar up="/survey" />}
      bar={
        <>
          <a class="btn" href={`tel:${city.hotline}`}><Icon name="phone" weight="fill" />{city.hotline}</a>
          <button type="button" class="btn btn--primary" onClick={() => void again()}>{w.checkAgain}</button>
        </>
      }
    >
      <h1>{title}</h1>
      <p class="muted" role="status">{isUsed ? w.usedWhy : why}</p>
      <section class="card stack">
        {isUsed && <h2>{w.usedNobody}</h2>}
        <p class="muted">{w.usedCheck}</p>
        <p class="muted">{w.usedCall(city.hotline)}</p>
        <p class="muted">{w.allThere}</p>
      </section>
      {isUsed && <p class="small muted">{w.usedPrivacy}</p>}
    </Screen>
  );
}
