/** Households into an interviewer's hands: those that were chosen, or all here that have not answered. */
import { useSignal } from "@preact/signals";

import { say } from "../../../components/Toast";
import { Refused, Unreachable } from "../../../data/api";
import { lettersWords } from "../../../i18n/letters";
import { handOut, type HandOuts, type Rates } from "./data";

type HandOverProps = { wave: string; rates: Rates; hands: HandOuts; chosen: readonly string[]; reload: () => Promise<void> };

export function HandOver({ wave, rates, hands, chosen, reload }: HandOverProps) {
  const w = lettersWords.value;
  const who = useSignal("");
  const isBusy = useSignal(false);
  if (!hands.interviewers.length) return <p class="small muted">{w.noInterviewers}</p>;

  async function hand(): Promise<void> {
    if (isBusy.peek() || !who.peek()) return;
    isBusy.value = true;
    try {
      const interviewer = who.peek() === "none" ? null : who.peek();
      const { units } = await handOut(wave, { division: rates.division, to: "interviewer", interviewer, units: [...chosen] });
      say(w.handed(units));
      await reload();
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
      say(error instanceof Refused ? (error.about("interviewer") ?? error.message) : w.failed);
    }
    isBusy.value = false;
  }
  return (
    <div class="card letters__hand">
      <label class="figures__pick grow">
        <span>{chosen.length ? w.handOutSome(chosen.length) : w.handOutAll(rates.division_name)}</span>
        <select class="input" value={who.value} onChange={(event) => (who.value = event.currentTarget.value)}>
          <option value="">{w.whom}</option>
          {hands.interviewers.map(({ id, name, answered, units }) => <option key={id} value={id}>{units ? `${name}（${w.has(answered, units)}）` : name}</option>)}
          <option value="none">{w.take}</option>
        </select>
      </label>
      <button type="button" class="btn" disabled={!who.value} aria-busy={isBusy.value} onClick={() => void hand()}>{w.handOut}</button>
    </div>
  );
}
