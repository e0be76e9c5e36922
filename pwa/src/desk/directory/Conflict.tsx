/** Somebody published while one was writing: both versions beside each other, field by field. Nothing is overwritten blindly;
 *  what only one of the two has changed is taken from that one. */
import { useSignal } from "@preact/signals";

import { Banner } from "../../components/Banner";
import { FieldError } from "../../components/Field";
import { say } from "../../components/Toast";
import { moment } from "../../i18n/dates";
import { directoryWords } from "../../i18n/directory";
import type { Body, Meanwhile } from "./bodies";
import type { Editing } from "./editing";
import type { Form } from "./kinds";
import { fieldName, said, same } from "./said";

type Side = "mine" | "theirs";
type Changed = Meanwhile<Body>["changed"][number];

/** Whose it is where only one of the two has changed it. */
function sideOf({ mine, theirs, was }: Changed): Side | null {
  if (same(mine, was)) return "theirs";
  return same(theirs, was) ? "mine" : null;
}

export function Conflict<B extends Body, F extends Form>({ editing }: { editing: Editing<B, F> }) {
  const w = directoryWords.value.conflict;
  const chosen = useSignal<Record<string, Side>>({});
  const missing = useSignal(false);
  const meanwhile = editing.conflict.value;
  const form = editing.form.value;
  if (!meanwhile || !form) return null;
  const both = meanwhile.changed.filter((each) => sideOf(each) === null);
  const alone = meanwhile.changed.filter((each) => sideOf(each) !== null);

  function settle(): boolean {
    if (!meanwhile || !form) return false;
    missing.value = both.some(({ field }) => !chosen.value[field]);
    if (missing.value) {
      const open = both.find(({ field }) => !chosen.value[field]);
      document.querySelector<HTMLElement>(`input[name="side-${open?.field}"]`)?.focus();
      return false;
    }
    const merged: Record<string, unknown> = { ...editing.kind.write(form).body };
    const theirs = meanwhile.theirs as Record<string, unknown>;
    for (const each of meanwhile.changed) {
      if ((sideOf(each) ?? chosen.value[each.field]) === "theirs") merged[each.field] = theirs[each.field];
    }
    editing.settle(editing.kind.read(merged as B), meanwhile);
    return true;
  }
  const isDraft = meanwhile.draft_version !== null;
  async function send(): Promise<void> {
    const { edit } = directoryWords.value;
    if (!settle()) return;
    if (isDraft) {
      if (await editing.saveDraft()) say(edit.draftSaved);
    } else if ((await editing.publish()) !== null) say(edit.published);
  }
  return (
    <div class="stack stack--l conflict">
      <h1>{(isDraft ? w.draftTitle : w.title)(meanwhile.by_name || w.somebody)}</h1>
      <Banner kind="info">{w.hint(moment(meanwhile.at))}</Banner>
      {both.map(({ field, mine, theirs }) => (
        <fieldset key={field} class="card stack">
          <legend class="vh">{fieldName(field)}</legend>
          <h2 aria-hidden="true">{fieldName(field)}</h2>
          <div class="sides">
            {([["mine", mine, w.mine], ["theirs", theirs, w.theirs(meanwhile.by_name || w.somebody)]] as const).map(([side, value, words]) => (
              <label key={side} class="choice side">
                <input type="radio" name={`side-${field}`} checked={chosen.value[field] === side} onChange={() => (chosen.value = { ...chosen.value, [field]: side })} />
                <span class="choice__t">
                  <b>{words}</b>
                  <Said field={field} value={value} />
                </span>
              </label>
            ))}
          </div>
          {missing.value && !chosen.value[field] && <FieldError id={`side-${field}-error`}>{w.choose}</FieldError>}
        </fieldset>
      ))}
      {alone.length > 0 && (
        <section class="card stack">
          <h2>{w.alone}</h2>
          <ul class="rows">
            {alone.map((each) => (
              <li key={each.field} class="alone">
                <b>{fieldName(each.field)}</b> <span class="muted">{sideOf(each) === "mine" ? w.mine : w.theirs(meanwhile.by_name || w.somebody)}</span>
                <Said field={each.field} value={sideOf(each) === "mine" ? each.mine : each.theirs} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <div class="editbar">
        <p class="small muted grow">{w.safe}</p>
        <div class="editbar__acts">
          <button type="button" class="btn" onClick={() => void settle()}>{w.toForm}</button>
          <button type="button" class="btn btn--primary" onClick={() => void send()}>{isDraft ? w.saveDraft : w.publish}</button>
        </div>
      </div>
    </div>
  );
}

export function Said({ field, value }: { field: string; value: unknown }) {
  const lines = said(field, value);
  if (!lines.length) return <span class="said faint">{directoryWords.value.said.nothing}</span>;
  return <>{lines.map((line) => <span key={line} class="said">{line}</span>)}</>;
}
