/** One guided case: what it is for, its steps with their ticks, and what to press next. */
import { useSignal } from "@preact/signals";

import { Icon } from "../../components/Icon";
import { practiceWords } from "../../i18n/practice";
import { type Case, isDone } from "./data";

type CaseCardProps = { practised: Case; nth: number; onGoOn: () => Promise<void> };

export function CaseCard({ practised, nth, onGoOn }: CaseCardProps) {
  const w = practiceWords.value;
  const words = w.cases[practised.code];
  const isBusy = useSignal(false);
  const done = isDone(practised);
  const isCall = words?.says !== undefined;
  const begun = practised.next !== "ask";

  async function press(): Promise<void> {
    if (isBusy.peek()) return;
    isBusy.value = true;
    await onGoOn();
    isBusy.value = false;
  }

  return (
    <article class="card practice__case" data-done={done || undefined}>
      <div class="between">
        <h2>{words?.title}</h2>
        <p class="small muted">{done ? <b class="practice__done"><Icon name="seal-check-fill" />{w.finished}</b> : w.number(nth)}</p>
      </div>
      <p>{words?.aim}</p>
      {isCall && begun && <blockquote class="practice__says"><b>{w.caller}</b>{words?.says}</blockquote>}
      <ol class="practice__goals">
        {practised.goals.map(({ code, at }) => (
          <li key={code} data-done={at ? "" : undefined}>
            {at && <Icon name="check-circle-fill" />}
            <span>{words?.goals[code]}<span class="vh">（{at ? w.stepDone : w.step}）</span></span>
          </li>
        ))}
      </ol>
      <div class="practice__acts">
        {practised.next === "answer" && <Press label={w.answer} main busy={isBusy.value} onPress={press} />}
        {practised.next === "ask" && <Press label={w.ask} main busy={isBusy.value} onPress={press} />}
        {isCall && begun && !practised.request && <a class="btn btn--primary" href="/desk/intake">{w.intake}</a>}
        {practised.request && <a class={done || practised.next === "answer" ? "btn" : "btn btn--primary"} href={`/desk/r/${practised.request}`}>{w.request(practised.number)}</a>}
        {practised.next === "ask_again" && <Press label={w.again} busy={isBusy.value} onPress={press} />}
      </div>
    </article>
  );
}

type PressProps = { label: string; main?: boolean; busy: boolean; onPress: () => Promise<void> };

function Press({ label, main = false, busy, onPress }: PressProps) {
  return <button type="button" class={main ? "btn btn--primary" : "btn btn--quiet"} aria-busy={busy} onClick={() => void onPress()}>{label}</button>;
}
