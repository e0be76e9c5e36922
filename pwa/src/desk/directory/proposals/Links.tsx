/** Links by which an organization proposes changes itself: made, shown once, ended. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Field } from "../../../components/Field";
import { Icon } from "../../../components/Icon";
import { say } from "../../../components/Toast";
import { Refused } from "../../../data/api";
import { newId } from "../../../data/ids";
import { date } from "../../../i18n/dates";
import { directoryWords } from "../../../i18n/directory";
import { endLink, type Link, makeLink, type NewLink, readLinks } from "./proposals";

export function Links({ id: organization }: { id: string }) {
  const { links: w, edit } = directoryWords.value;
  const items = useSignal<readonly Link[]>([]);
  const made = useSignal<NewLink | null>(null);
  const next = useSignal(newId());
  const isBusy = useSignal(false);

  async function doing(work: () => Promise<unknown>): Promise<void> {
    if (isBusy.peek()) return;
    isBusy.value = true;
    try {
      await work();
      items.value = await readLinks(organization);
    } catch (error) {
      say(error instanceof Refused ? error.message : edit.failed);
    }
    isBusy.value = false;
  }
  useEffect(() => void readLinks(organization).then((found) => (items.value = found), () => {}), [organization]);
  const make = (): Promise<void> =>
    doing(async () => {
      made.value = await makeLink(organization, next.peek());
      next.value = newId();
    });
  const copy = (): void => {
    const url = made.peek()?.url ?? "";
    void (navigator.clipboard?.writeText(url) ?? Promise.reject(new Error())).then(() => say(w.copied), select);
  };
  return (
    <section class="card stack group links" aria-labelledby="g-links">
      <h2 id="g-links">{w.title}</h2>
      <p class="hint">{w.hint}</p>
      {made.value && (
        <div class="stack stack--s">
          <Field id="new-link" label={w.once}>
            {(control) => <input class="input" readOnly {...control} value={made.value?.url ?? ""} onFocus={select} />}
          </Field>
          <div class="cluster"><button type="button" class="btn btn--primary btn--small" onClick={copy}><Icon name="copy-regular" size="s" />{w.copy}</button></div>
        </div>
      )}
      <div class="cluster"><button type="button" class="btn btn--small" aria-busy={isBusy.value} onClick={() => void make()}><Icon name="plus" size="s" />{w.make}</button></div>
      {items.value.length > 0 && (
        <ul class="rows">
          {items.value.map((link) => (
            <li key={link.id} class="between links__one">
              <span class="grow">
                <b>{link.state === "open" ? w.until(date(link.expires_at)) : w.states[link.state]}</b>
                <span class="row__sub">{[w.by(link.made_by_name, date(link.made_at)), link.proposals ? w.proposals(link.proposals) : ""].filter(Boolean).join(" · ")}</span>
              </span>
              {link.state === "open" && <button type="button" class="textbtn" aria-label={w.endOf(date(link.made_at))} onClick={() => void doing(() => endLink(organization, link.id))}>{w.end}</button>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function select(): void {
  const field = document.getElementById("new-link");
  if (field instanceof HTMLInputElement) field.select();
}
