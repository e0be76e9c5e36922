/** One thing of the directory: its form, beside it what the resident will see, and below the two ways to keep it. */
import { useComputed, useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { useRoute } from "preact-iso";

import { Banner } from "../../components/Banner";
import { Empty } from "../../components/Empty";
import { SkeletonRows } from "../../components/Skeleton";
import { say } from "../../components/Toast";
import { me } from "../../data/session";
import { moment } from "../../i18n/dates";
import { directoryWords } from "../../i18n/directory";
import { Frame } from "../Frame";
import { EditBar } from "./EditBar";
import { EditHead } from "./EditHead";
import type { Body } from "./bodies";
import { Conflict } from "./Conflict";
import * as data from "./data";
import { type Editing, useEditing } from "./editing";
import type { Form, Kind } from "./kinds";
import { forgetNames } from "./names";
import type { FieldsProps } from "./ServiceFields";
import { WarningsSheet } from "./WarningsSheet";
import "./directory.css";

type EditorProps<B extends Body, F extends Form> = {
  kind: Kind<B, F>;
  Fields: ComponentType<FieldsProps<F>>;
  Preview?: ComponentType<{ id: string; form: F }>;
  After?: ComponentType<{ id: string }>; // what else is done to what is published
};

export function Editor<B extends Body, F extends Form>({ kind, Fields, Preview, After }: EditorProps<B, F>) {
  const w = directoryWords.value.edit;
  const { params, query } = useRoute();
  const editing = useEditing(kind, params.id ?? "", query.new === "1");
  const stage = me.value?.kind === "staff" ? editing.stage.value : "loading";
  const title = useComputed(() => editing.form.value?.name || w.titles[kind.noun]);
  return (
    <Frame title={title.value} at="directory">
      {stage === "gone" && <Empty art="line" title={w.gone} action={<a class="btn" href={kind.list}>{w.toList}</a>}>{w.goneHint}</Empty>}
      {stage === "failed" && <Banner kind="bad" action={<button type="button" class="textbtn" onClick={() => void editing.load()}>{w.retry}</button>}>{w.failed}</Banner>}
      {stage === "loading" && <SkeletonRows rows={8} />}
      {stage === "ready" && (editing.conflict.value ? <Conflict editing={editing} /> : <Page editing={editing} Fields={Fields} {...(Preview && { Preview })} {...(After && { After })} />)}
    </Frame>
  );
}

type PageProps<B extends Body, F extends Form> = Omit<EditorProps<B, F>, "kind"> & { editing: Editing<B, F> };

function Page<B extends Body, F extends Form>({ editing, Fields, Preview, After }: PageProps<B, F>) {
  const w = directoryWords.value.edit;
  const shown = useSignal<"form" | "preview">("form");
  const remarks = useSignal<readonly string[]>([]);
  const held = editing.held.value;
  const form = editing.form.value;
  const canEdit = (held?.may_edit ?? false) && !held?.deleted_at;

  async function publish(sure = false): Promise<void> {
    shown.value = "form";
    remarks.value = [];
    if (!editing.isWhole()) return;
    const checked = sure ? null : await editing.look();
    if (checked && !checked.errors.length) remarks.value = editing.newIn(checked);
    if (remarks.value.length) return;
    const version = await editing.publish();
    if (version === null) return;
    forgetNames(editing.id);
    say(version === 1 ? w.published : { text: w.published, undo: { label: w.undo, act: () => void undo(version - 1) } });
  }
  async function undo(version: number): Promise<void> {
    if (await editing.act(() => data.restore(editing.kind.noun, editing.id, version, version + 1))) say(w.undone);
  }
  async function saveDraft(): Promise<void> {
    if (await editing.saveDraft()) say(w.draftSaved);
  }
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || !canEdit) return;
      if (event.key === "Enter") void publish();
      else if (event.key === "s") void saveDraft();
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  });
  if (!held || !form) return null;
  return (
    <>
      <EditHead editing={editing} />
      <Notices editing={editing} />
      {Preview && (
        <div class="seg only-narrow" role="group" aria-label={w.titles[editing.kind.noun]}>
          {(["form", "preview"] as const).map((each) => (
            <button key={each} type="button" aria-pressed={shown.value === each} onClick={() => (shown.value = each)}>{w.tabs[each]}</button>
          ))}
        </div>
      )}
      <div class={Preview ? `edit edit--${shown.value}` : "edit edit--alone"}>
        <form class="edit__form" onSubmit={(event) => event.preventDefault()} aria-label={form.name || w.titles[editing.kind.noun]}>
          <fieldset class="stack stack--l" disabled={!canEdit}>
            <Fields form={form} errors={editing.errors.value} checked={editing.checked.value} change={(part) => editing.change(part)} />
          </fieldset>
        </form>
        {Preview && <div class="edit__preview"><Preview id={editing.id} form={form} /></div>}
      </div>
      {canEdit && After && held.version > 0 && <After id={editing.id} />}
      {canEdit && <EditBar editing={editing} onDraft={() => void saveDraft()} onPublish={() => void publish()} />}
      <WarningsSheet remarks={remarks} onGo={() => void publish(true)} />
    </>
  );
}

/** What is worth knowing before one goes on: what did not work, what was typed before, who published meanwhile. */
function Notices<B extends Body, F extends Form>({ editing }: { editing: Editing<B, F> }) {
  const w = directoryWords.value.edit;
  const held = editing.held.value;
  if (!held) return null;
  const restore = (): void => void editing.act(() => data.restore(editing.kind.noun, editing.id, held.version, held.version)).then((done) => done && say(w.restored));
  const isBehind = !held.deleted_at && editing.base.value !== held.version;
  return (
    <>
      {held.deleted_at && (
        <Banner kind="offline" action={held.may_edit ? <button type="button" class="textbtn" onClick={restore}>{w.restore}</button> : undefined}>
          {w.deleted(moment(held.deleted_at))}
        </Banner>
      )}
      {!held.may_edit && <Banner kind="info">{w.readOnly}</Banner>}
      {editing.notice.value && <Banner kind="bad">{editing.notice.value}</Banner>}
      {isBehind && <Banner kind="offline">{w.behind}</Banner>}
    </>
  );
}
