/** One report: about which service, what is said, what stands there now, and what becomes of it. */
import { useSignal } from "@preact/signals";

import { Field } from "../../components/Field";
import { Icon } from "../../components/Icon";
import { moment } from "../../i18n/dates";
import { directoryWords } from "../../i18n/directory";
import type { Mistake, MistakeState } from "./mistakes";
import { divisionName } from "./names";

type MistakeCardProps = { mistake: Mistake; onHandle: (to: MistakeState, words: string) => Promise<void> };

export function MistakeCard({ mistake, onHandle }: MistakeCardProps) {
  const { mistakes: w } = directoryWords.value;
  const words = useSignal("");
  const isBusy = useSignal(false);
  const handle = (to: MistakeState) => async (): Promise<void> => {
    if (isBusy.peek()) return;
    isBusy.value = true;
    await onHandle(to, words.peek());
    isBusy.value = false;
  };
  const isOpen = mistake.state === "open";
  return (
    <article class="card stack" aria-busy={isBusy.value}>
      <div class="between">
        <h2 class="mistake__name">
          <a href={`/desk/directory/s/${mistake.service}`}>{mistake.service_name}</a>
        </h2>
        <span class="badge badge--wait">{w.kinds[mistake.kind]}</span>
      </div>
      <p class="mistake__words">{mistake.words || w.noWords}</p>
      <p class="small muted">
        {[moment(mistake.at), divisionName(mistake.owner), mistake.kind === "phone" ? w.phoneNow(mistake.phone) : ""].filter(Boolean).join(" · ")}
      </p>
      {!isOpen && <p class="small">{[w.handledBy(mistake.handled_by_name, moment(mistake.handled_at ?? mistake.at)), mistake.answer].filter(Boolean).join(" · ")}</p>}
      {mistake.may_edit && isOpen && (
        <>
          <Field id={`answer-${mistake.id}`} label={w.answer}>
            {(control) => <input class="input" maxLength={400} value={words.value} onInput={(event) => (words.value = event.currentTarget.value)} {...control} />}
          </Field>
          <div class="cluster">
            <a class="btn btn--small" href={`/desk/directory/s/${mistake.service}`}>
              <Icon name="pencil-simple" size="s" />
              {w.edit}
            </a>
            <button type="button" class="btn btn--primary btn--small" onClick={() => void handle("done")()}>{w.done}</button>
            <button type="button" class="btn btn--small" onClick={() => void handle("dismissed")()}>{w.dismiss}</button>
          </div>
        </>
      )}
      {mistake.may_edit && !isOpen && <button type="button" class="textbtn" onClick={() => void handle("open")()}>{w.reopen}</button>}
    </article>
  );
}
