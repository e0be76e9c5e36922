/** Printing: letters once, new ones in the place of lost ones, lists to remind by. A code is on paper, never on this screen. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Banner } from "../../../components/Banner";
import { Icon } from "../../../components/Icon";
import { Sheet } from "../../../components/Sheet";
import { say } from "../../../components/Toast";
import { Refused, Unreachable } from "../../../data/api";
import { me } from "../../../data/session";
import { lettersWords } from "../../../i18n/letters";
import { handOut, type Paper, printLetters, printReminders, type Rates, readHandOuts } from "./data";
import { buildingsIn, lettersIn, save } from "./paper";
import { number } from "./said";

const MOST = 2000; // letters at once
type PressProps = { wave: string; rates: Rates; reload: () => Promise<void> };

export function Press({ wave, rates, reload }: PressProps) {
  const w = lettersWords.value;
  const { division } = rates;
  const paper = useSignal<Paper | null>(null);
  const isBusy = useSignal(false);
  const trouble = useSignal("");
  const asks = useSignal(false);
  const lines = rates.totals.filter(({ audience }) => audience !== "all");
  const sum = (of: (line: (typeof lines)[number]) => number): number => lines.reduce((total, line) => total + of(line), 0);
  const left = Math.max(0, sum(({ sampled, letters }) => sampled - letters));
  const printed = sum(({ letters }) => letters);

  useEffect(() => {
    if (!paper.value) return;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [paper.value]);

  async function make(work: () => Promise<Paper>): Promise<void> {
    if (isBusy.peek()) return;
    isBusy.value = true;
    asks.value = false;
    trouble.value = "";
    try {
      paper.value = await work();
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
      trouble.value = error instanceof Refused ? (error.about("division") ?? error.message) : w.lost;
    }
    isBusy.value = false;
    await reload();
  }

  return (
    <section class="card stack" aria-labelledby="letters-paper">
      <h2 id="letters-paper">{w.paper}</h2>
      {paper.value ? <Ready paper={paper.value} onDone={() => (paper.value = null)} /> : (
        <>
          <p class="muted">{w.paperHint}</p>
          {trouble.value && <Banner kind="bad">{trouble.value}</Banner>}
          {left > MOST && <Banner kind="info">{w.paperTooMany}</Banner>}
          <div class="cluster">
            {left > 0 ? (
              <button type="button" class="btn btn--primary" disabled={left > MOST} aria-busy={isBusy.value} onClick={() => void make(() => printLetters(wave, division, false))}>
                <Icon name="printer" size="s" />{w.print(number(left))}
              </button>
            ) : <p class="badge badge--good badge--big">{w.allPrinted}</p>}
            {printed > 0 && (
              <>
                <button type="button" class="btn" disabled={isBusy.value} onClick={() => void make(() => printReminders(wave, division))}>{w.remind}</button>
                <button type="button" class="btn" disabled={isBusy.value} onClick={() => (asks.value = true)}>{w.again}</button>
              </>
            )}
            <ToManagers wave={wave} division={division} />
          </div>
          {printed > 0 && <p class="small muted">{w.remindHint}</p>}
        </>
      )}
      <Sheet open={asks.value} onClose={() => (asks.value = false)} title={w.againTitle}>
        <p>{w.againText}</p>
        <div class="cluster">
          <button type="button" class="btn btn--primary" onClick={() => void make(() => printLetters(wave, division, true))}>{w.againYes}</button>
          <button type="button" class="btn" onClick={() => (asks.value = false)}>{w.cancel}</button>
        </div>
      </Sheet>
    </section>
  );
}

function Ready({ paper, onDone }: { paper: Paper; onDone: () => void }) {
  const w = lettersWords.value;
  const letters = lettersIn(paper);
  return (
    <>
      <Banner kind="info" lead={letters ? w.ready(letters) : w.readyList(buildingsIn(paper))}> {w.readyText}</Banner>
      <div class="cluster">
        <button type="button" class="btn btn--primary" onClick={() => save(paper)}><Icon name="download-simple" size="s" />{w.save}</button>
        <button type="button" class="textbtn" onClick={onDone}>{w.putAway}</button>
      </div>
    </>
  );
}

/** The statistician lets the managers of a division print; they see its list from then on. */
function ToManagers({ wave, division }: { wave: string; division: string }) {
  const w = lettersWords.value;
  const isDone = useSignal<boolean | null>(null);
  const leads = me.value?.rights.some(({ role }) => role === "statistician") ?? false;
  useEffect(() => {
    if (!leads) return;
    isDone.value = null;
    readHandOuts(wave).then(
      ({ printing }) => (isDone.value = printing.some(({ division: code }) => division.startsWith(code.replace(/0+$/, "")))),
      () => {}, // without it there is no button
    );
  }, [wave, division]);
  if (!leads || isDone.value === null) return null;
  if (isDone.value) return <p class="badge badge--line badge--big">{w.managersPrint}</p>;
  const hand = async (): Promise<void> => {
    try {
      await handOut(wave, { division, to: "printing" });
      isDone.value = true;
      say(w.toManagersDone);
    } catch (error) {
      say(error instanceof Refused ? error.message : w.failed);
    }
  };
  return <button type="button" class="btn" onClick={() => void hand()}>{w.toManagers}</button>;
}
