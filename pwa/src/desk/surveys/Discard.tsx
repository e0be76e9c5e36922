/** A draft that is not to be: deleted with all that was prepared, after a yes to what that means. */
import { useSignal } from "@preact/signals";
import { useLocation } from "preact-iso";

import { Sheet } from "../../components/Sheet";
import { say } from "../../components/Toast";
import { Refused } from "../../data/api";
import { wavesWords } from "../../i18n/waves";
import { discardWave, type Wave } from "./data";

export function Discard({ wave, reload }: { wave: Wave; reload: () => Promise<void> }) {
  const w = wavesWords.value;
  const { route } = useLocation();
  const isOpen = useSignal(false);
  const isBusy = useSignal(false);
  const doubt = useSignal("");

  async function discard(): Promise<void> {
    if (isBusy.peek()) return;
    isBusy.value = true;
    try {
      await discardWave(wave.id, doubt.peek() !== "");
      say(w.discarded);
      route("/desk/surveys");
    } catch (error) {
      const said = error instanceof Refused ? error.problem.errors?.[0]?.message ?? error.message : w.failed;
      if (error instanceof Refused && error.problem.type.endsWith("confirm-needed")) doubt.value = said;
      else {
        isOpen.value = false;
        say(said);
        await reload();
      }
    }
    isBusy.value = false;
  }
  const ask = (): void => {
    doubt.value = "";
    isOpen.value = true;
  };
  return (
    <>
      <p><button type="button" class="textbtn" onClick={ask}>{w.discard}</button></p>
      <Sheet open={isOpen.value} onClose={() => (isOpen.value = false)} title={w.discardSure}>
        <p>{w.discardText}</p>
        {doubt.value && <p class="bad" role="alert">{doubt.value}</p>}
        <div class="pair">
          <button type="button" class="btn" onClick={() => (isOpen.value = false)}>{w.cancel}</button>
          <button type="button" class="btn btn--bad" aria-busy={isBusy.value} onClick={() => void discard()}>{doubt.value ? w.yesAnyway : w.discard}</button>
        </div>
      </Sheet>
    </>
  );
}
