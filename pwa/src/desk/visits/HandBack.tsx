/** The household left the questions with the phone in its hand: nothing of the round is shown before the interviewer has it back. */
import { useLocation } from "preact-iso";

import { RowArt } from "../../components/Art";
import { Screen } from "../../components/Screen";
import { begunAt } from "../../data/visits";
import { visitsWords } from "../../i18n/visits";
import { handedTo, takeBack } from "./hands";

export function HandBack() {
  const w = visitsWords.value;
  const { route } = useLocation();
  return (
    <Screen
      title={w.sheetTitle}
      bar={
        <>
          <button type="button" class="btn" onClick={takeBack}>{w.iAm}</button>
          {begunAt(handedTo.value) && (
            <button type="button" class="btn btn--primary" onClick={() => route(`/desk/visits/d/${handedTo.peek()}`, true)}>{w.resume}</button>
          )}
        </>
      }
    >
      <section class="card empty">
        <RowArt />
        <h1>{w.handBack}</h1>
        <p>{w.handBackHint}</p>
      </section>
    </Screen>
  );
}
