/** What a survey waits for, as one button; what that means is asked before it is done. */
import { useSignal } from "@preact/signals";

import { Icon } from "../../components/Icon";
import { Sheet } from "../../components/Sheet";
import { say } from "../../components/Toast";
import { Refused } from "../../data/api";
import { wavesWords } from "../../i18n/waves";
import { moveWave, type State, type Wave } from "./data";
import { dayBefore, dayOf } from "./days";

type NextProps = { wave: Wave; onMoved: (wave: Wave) => void; reload: () => Promise<void> };
const STATE = { open: "open", close: "closed", publish: "published" } as const;

export function Next({ wave, onMoved, reload }: NextProps) {
  const w = wavesWords.value;
  const asked = useSignal<State | null>(null);
  const doubts = useSignal<readonly string[]>([]);
  const isBusy = useSignal(false);
  const { next } = wave;

  async function move(state: State, confirm: boolean): Promise<void> {
    if (isBusy.peek()) return;
    isBusy.value = true;
    try {
      const isAgain = state === wave.state;
      onMoved(await moveWave(wave.id, state, confirm));
      asked.value = null;
      say(isAgain ? w.recomputed : w.moved[state]);
    } catch (error) {
      const said = error instanceof Refused ? (error.problem.errors ?? []).map(({ message }) => message) : [];
      if (error instanceof Refused && error.problem.type.endsWith("confirm-needed")) doubts.value = said;
      else {
        asked.value = null;
        say(said[0] ?? (error instanceof Refused ? error.message : w.failed));
        await reload();
      }
    }
    isBusy.value = false;
  }
  const ask = (state: State) => (): void => {
    doubts.value = [];
    asked.value = state;
  };
  const state = asked.value;
  return (
    <>
      <section class="card waves__next">
        {next !== "nothing" && <p class="waves__label">{w.nextLabel}</p>}
        {next !== "nothing" && <h2>{w.next[next]}</h2>}
        <p>{hint(wave)}</p>
        {next !== "nothing" && !wave.may_lead && !(next === "frame" && wave.may_bring) && <p class="muted small">{w.wait}</p>}
        {next === "frame" && wave.may_bring && <a class="btn btn--primary" href={`/desk/surveys/${wave.id}/frame`}>{w.next.frame}</a>}
        {next === "draw" && wave.may_lead && <a class="btn btn--primary" href={`/desk/surveys/${wave.id}/plan`}>{w.next.draw}</a>}
        {(next === "open" || next === "close" || next === "publish") && wave.may_lead && (
          <div class="cluster">
            <button type="button" class="btn btn--primary" onClick={ask(STATE[next])}>{w.next[next]}</button>
            {next === "publish" && <button type="button" class="textbtn" aria-busy={isBusy.value} onClick={() => void move("closed", true)}>{w.recompute}</button>}
          </div>
        )}
      </section>
      <Sheet open={state !== null} onClose={() => (asked.value = null)} title={state ? w.sure[state] : ""}>
        {state && (
          <>
            <p>{w.sureText[state]}</p>
            {doubts.value.length > 0 && (
              <div role="alert">
                <ul class="stack stack--s">
                  {doubts.value.map((doubt) => <li key={doubt} class="due due--wait"><Icon name="warning-circle" weight="fill" /><span>{doubt}</span></li>)}
                </ul>
              </div>
            )}
            <div class="pair">
              <button type="button" class="btn" onClick={() => (asked.value = null)}>{w.cancel}</button>
              <button type="button" class="btn btn--primary" aria-busy={isBusy.value} onClick={() => void move(state, doubts.value.length > 0)}>{doubts.value.length ? w.yesAnyway : w.yes[state]}</button>
            </div>
          </>
        )}
      </Sheet>
    </>
  );
}

function hint(wave: Wave): string {
  const { nextHint: w } = wavesWords.value;
  if (wave.next === "open") return wave.log_kept ? w.openLog : w.open(dayOf(wave.opens_on));
  if (wave.next === "close") return w.close(dayBefore(wave.accepts_until));
  return w[wave.next];
}
