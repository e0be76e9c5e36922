/** What the server refused: why, in kind words, and what can be done. It stays on this phone until the interviewer says so. */
import { useSignal } from "@preact/signals";

import { Banner } from "../../components/Banner";
import { Field } from "../../components/Field";
import { Icon } from "../../components/Icon";
import { tryAgain } from "../../data/outbox";
import type { Unsent } from "../../data/unsent";
import { letGo, refused, sendWithCode } from "../../data/visits";
import { readCode } from "../../data/codes";
import { visitsWords } from "../../i18n/visits";
import { codeIn } from "./code";

export function NotTaken() {
  const w = visitsWords.value;
  if (refused.value.length === 0) return null;
  return (
    <section class="stack">
      <h2 class="visits__refused"><Icon name="warning-circle" />{w.refusedTitle(refused.value.length)}</h2>
      {refused.value.map((row) => <One key={row.id} row={row} />)}
    </section>
  );
}

function One({ row }: { row: Unsent }) {
  const w = visitsWords.value;
  const typed = useSignal<string | null>(null);
  const wrong = useSignal("");
  const problem = row.parts[0]?.refused;
  const isSheet = row.act === "visit";
  const aboutCode = isSheet && problem?.errors?.some(({ field }) => field === "code" || field === "group");
  const mayComeAgain = !aboutCode && problem?.status !== 409 && problem?.status !== 410;

  const attempt = (work: Promise<void>) => void work.catch(() => (wrong.value = w.phoneFull));
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    const code = readCode(codeIn(typed.value ?? ""));
    wrong.value = code ? "" : w.codeWrong;
    if (code) attempt(sendWithCode(row, code.code));
  };
  return (
    <article class="card stack visits__one">
      <h3>{row.note || w.unnamed}</h3>
      <p>{whyOf(row)}</p>
      {wrong.value && typed.value === null && <Banner kind="bad">{wrong.value}</Banner>}
      {typed.value !== null && (
        <form class="stack" onSubmit={send}>
          <Field id={`code-${row.id}`} label={w.codeNew} hint={w.codeHint} error={wrong.value || undefined}>
            {(control) => (
              <input
                class="input num survey__code"
                autocapitalize="characters"
                autocomplete="off"
                spellcheck={false}
                value={typed.value ?? ""}
                onInput={(event) => (typed.value = event.currentTarget.value)}
                {...control}
              />
            )}
          </Field>
          <button type="submit" class="btn btn--primary">{w.send}</button>
        </form>
      )}
      <div class="pair">
        <button type="button" class="btn" onClick={() => attempt(letGo(row))}>{w.understood}</button>
        {aboutCode && typed.value === null && <button type="button" class="btn btn--primary" onClick={() => (typed.value = "")}>{w.retype}</button>}
        {mayComeAgain && <button type="button" class="btn btn--primary" onClick={() => attempt(tryAgain(row.id))}>{w.again}</button>}
      </div>
    </article>
  );
}

function whyOf({ act, parts }: Unsent): string {
  const w = visitsWords.value;
  const problem = parts[0]?.refused;
  if (problem?.status === 410) return w.refusedOver;
  if (act === "visit" && problem?.status === 409) return w.refusedUsed;
  return problem?.errors?.[0]?.message ?? problem?.detail ?? problem?.title ?? w.refusedTry;
}
