/** One proposal: each field as it is and as it should be; taken over with one press, or declined with words. */
import { useSignal } from "@preact/signals";

import { Field } from "../../../components/Field";
import { moment } from "../../../i18n/dates";
import { directoryWords } from "../../../i18n/directory";
import { Said } from "../Conflict";
import { divisionName } from "../names";
import { fieldName, same } from "../said";
import type { Proposal } from "./proposals";

type CardProps = { proposal: Proposal; onAccept: (words: string) => Promise<void>; onDecline: (words: string) => Promise<void> };

export function Card({ proposal, onAccept, onDecline }: CardProps) {
  const { proposals: w, troubles } = directoryWords.value;
  const words = useSignal("");
  const missing = useSignal(false);
  const isBusy = useSignal(false);
  const id = `answer-${proposal.id}`;
  const decide = (how: (words: string) => Promise<void>) => async (): Promise<void> => {
    if (isBusy.peek()) return;
    missing.value = how === onDecline && !words.peek().trim();
    if (missing.peek()) return void document.getElementById(id)?.focus();
    isBusy.value = true;
    await how(words.peek());
    isBusy.value = false;
  };
  const at = `/desk/directory/${proposal.noun === "service" ? "s" : "o"}/${proposal.about}`;
  const isOpen = proposal.state === "open";
  return (
    <article class="card stack" aria-busy={isBusy.value}>
      <h2 class="mistake__name"><a href={at}>{proposal.name}</a></h2>
      <p class="small muted">{[w.from(proposal.organization_name), moment(proposal.at), divisionName(proposal.owner)].join(" · ")}</p>
      {proposal.is_gone && <p class="error">{w.gone}</p>}
      {proposal.changed.map(({ field, was, now, proposed }) => (
        <section key={field} class="stack stack--s" aria-label={fieldName(field)}>
          <h3>{fieldName(field)}</h3>
          <dl class="proposed">
            {isOpen && <div><dt>{w.now}</dt><dd><Said field={field} value={now} /></dd></div>}
            {(!isOpen || !same(was, now)) && <div><dt>{w.was}</dt><dd><Said field={field} value={was} /></dd></div>}
            <div class="proposed__new"><dt>{w.proposed}</dt><dd><Said field={field} value={proposed} /></dd></div>
          </dl>
          {isOpen && !same(was, now) && <p class="warns">{w.changedMeanwhile}</p>}
        </section>
      ))}
      {!isOpen && <p class="small">{[w.handledBy(proposal.handled_by_name, moment(proposal.handled_at ?? proposal.at)), proposal.answer].filter(Boolean).join(" · ")}</p>}
      {isOpen && proposal.may_edit && (
        <>
          <Field id={id} label={w.answer} hint={w.answerHint} error={missing.value ? troubles.required : undefined}>
            {(control) => <input class="input" maxLength={400} value={words.value} onInput={(event) => (words.value = event.currentTarget.value)} {...control} />}
          </Field>
          <div class="cluster">
            {!proposal.is_gone && <button type="button" class="btn btn--primary" onClick={() => void decide(onAccept)()}>{w.accept}</button>}
            <button type="button" class="btn" onClick={() => void decide(onDecline)()}>{w.decline}</button>
          </div>
        </>
      )}
    </article>
  );
}
