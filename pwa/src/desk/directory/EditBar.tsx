/** Draft or publish, and where what was typed stands at the moment. */
import { moment } from "../../i18n/dates";
import { directoryWords } from "../../i18n/directory";
import type { Body } from "./bodies";
import type { Editing } from "./editing";
import type { Form } from "./kinds";

type EditBarProps<B extends Body, F extends Form> = { editing: Editing<B, F>; onDraft: () => void; onPublish: () => void };

export function EditBar<B extends Body, F extends Form>({ editing, onDraft, onPublish }: EditBarProps<B, F>) {
  const w = directoryWords.value.edit;
  const busy = editing.busy.value;
  return (
    <div class="editbar">
      <p class="small muted grow" role="status">
        <Where editing={editing} />
        {editing.keptAt.value === null && editing.held.value?.draft && <button type="button" class="textbtn" onClick={() => void editing.dropDraft()}>{w.dropDraft}</button>}
        {editing.keptAt.value !== null && <button type="button" class="textbtn" onClick={() => void editing.forget()}>{w.forget}</button>}
      </p>
      <div class="editbar__acts">
        <button type="button" class="btn" aria-busy={busy === "drafting"} onClick={onDraft}>{busy === "drafting" ? w.savingDraft : w.saveDraft}</button>
        <button type="button" class="btn btn--primary" aria-busy={busy === "publishing"} onClick={onPublish}>{busy === "publishing" ? w.publishing : w.publish} <kbd>Ctrl ↵</kbd></button>
      </div>
    </div>
  );
}

function Where<B extends Body, F extends Form>({ editing }: { editing: Editing<B, F> }) {
  const w = directoryWords.value.edit;
  const draft = editing.held.value?.draft;
  if (editing.isFull.value) return <>{w.full}</>;
  if (editing.keptAt.value !== null) return <>{w.keptHere(moment(editing.keptAt.value))}</>;
  return <>{draft ? w.draftBy(draft.by_name, moment(draft.at)) : w.asPublished}</>;
}
