/** Which thing, in which state; its history, when it was last checked, and the way to take it out. */
import { useSignal } from "@preact/signals";

import { Icon } from "../../components/Icon";
import { Sheet } from "../../components/Sheet";
import { say } from "../../components/Toast";
import { BackButton } from "../../components/TopBar";
import { civilDay } from "../../i18n/dates";
import { directoryWords } from "../../i18n/directory";
import type { Body } from "./bodies";
import * as data from "./data";
import type { Editing } from "./editing";
import { dateWords } from "./hours/words";
import type { Form } from "./kinds";

export function EditHead<B extends Body, F extends Form>({ editing }: { editing: Editing<B, F> }) {
  const w = directoryWords.value.edit;
  const removing = useSignal(false);
  const { kind, id } = editing;
  const held = editing.held.value;
  const form = editing.form.value;
  if (!held || !form) return null;
  const isThere = held.version > 0 && !held.deleted_at;
  const verifiedOn = (held.published as { verified_on?: string | null } | null)?.verified_on;
  const today = civilDay(Date.now());
  const verify = (): void =>
    void editing.act(() => data.verify(kind.noun, id, today)).then((done) => {
      if (done) say(w.verified);
    });
  const remove = async (): Promise<void> => {
    removing.value = false;
    const version = held.version;
    const done = await editing.act(() => data.remove(kind.noun, id, version));
    if (done) say({ text: w.removed, undo: { label: w.undo, act: () => void editing.act(() => data.restore(kind.noun, id, version, version + 1)) } });
  };
  return (
    <div class="stack stack--s">
      <div class="desk__head">
        <BackButton up={kind.list} />
        <span class="muted">{w.titles[kind.noun]}</span>
        <span class="grow" />
        {isThere && held.public_url && <a class="textbtn only-desk" href={held.public_url} target="_blank" rel="noopener">{w.seePublic}</a>}
        {held.version > 0 && <a class="textbtn" href={`/desk/directory/${kind.letter}/${id}/history`}><Icon name="clock-counter-clockwise" size="s" />{w.history}</a>}
        {isThere && held.may_edit && <button type="button" class="textbtn" onClick={() => (removing.value = true)}><Icon name="trash" size="s" />{w.remove}</button>}
      </div>
      <h1>{form.name || w.unnamed}</h1>
      <div class="cluster">
        {held.deleted_at ? <span class="badge badge--bad">{w.badges.deleted}</span> : held.version > 0 ? <span class="badge badge--good">{w.badges.published(held.version)}</span> : <span class="badge">{w.badges.fresh}</span>}
        {held.draft && <span class="badge badge--wait">{w.badges.draft}</span>}
        {kind.noun === "services" && isThere && (
          <>
            <span class="small muted">{verifiedOn ? w.verifiedOn(dateWords(verifiedOn)) : w.neverVerified}</span>
            {held.may_edit && verifiedOn !== today && <button type="button" class="btn btn--small" aria-busy={editing.busy.value === "other"} onClick={verify}><Icon name="check" size="s" />{w.verifyToday}</button>}
          </>
        )}
      </div>
      <Sheet open={removing.value} onClose={() => (removing.value = false)} title={w.removeTitle(form.name)}>
        <p>{w.removeHint}</p>
        <button type="button" class="btn btn--wide btn--bad" onClick={() => void remove()}>{w.removeDo}</button>
        <button type="button" class="btn btn--wide" onClick={() => (removing.value = false)}>{w.keep}</button>
      </Sheet>
    </div>
  );
}
