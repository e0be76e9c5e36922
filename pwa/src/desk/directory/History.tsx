/** Who changed what, when; a look at each version beside the one before it; and the way back to it. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";

import { Banner } from "../../components/Banner";
import { Empty } from "../../components/Empty";
import { SkeletonRows } from "../../components/Skeleton";
import { say } from "../../components/Toast";
import { BackButton } from "../../components/TopBar";
import { Refused } from "../../data/api";
import { moment } from "../../i18n/dates";
import { directoryWords } from "../../i18n/directory";
import { Frame } from "../Frame";
import { whyNot } from "../whyNot";
import type { Body, Held, Noun, Revision } from "./bodies";
import { Said } from "./Conflict";
import { readHeld, readRevision, readRevisions, restore } from "./data";
import { fieldName, fieldsOf, same } from "./said";
import "./directory.css";

type Loaded = { held: Held<Body>; revisions: Revision[]; cursor: string | null };

export function History({ noun, letter }: { noun: Noun; letter: string }) {
  const w = directoryWords.value.history;
  const { id = "" } = useRoute().params;
  const { route } = useLocation();
  const loaded = useSignal<Loaded | null>(null);
  const trouble = useSignal<"" | "gone" | "failed">("");
  const notice = useSignal("");
  const load = async (from: string | null = null): Promise<void> => {
    try {
      const before = from ? (loaded.peek()?.revisions ?? []) : [];
      const [held, page] = await Promise.all([readHeld<Body>(noun, id), readRevisions(noun, id, from)]);
      loaded.value = { held, revisions: [...before, ...page.items], cursor: page.next_cursor };
      trouble.value = "";
    } catch (error) {
      trouble.value = error instanceof Refused && error.status === 404 ? "gone" : "failed";
    }
  };
  useEffect(() => void load(), [id]);
  const back = async (version: number): Promise<void> => {
    try {
      await restore(noun, id, version, loaded.peek()?.held.version ?? 0);
      say(w.restored(version));
      route(`/desk/directory/${letter}/${id}`);
    } catch (error) {
      notice.value = whyNot(error);
    }
  };
  const name = loaded.value ? ((loaded.value.held.published ?? loaded.value.held.draft?.body)?.name ?? "") : "";
  return (
    <Frame title={w.title} at="directory">
      <div class="desk__head">
        <BackButton up={`/desk/directory/${letter}/${id}`} />
        <h1>{w.titleOf(name)}</h1>
      </div>
      {trouble.value === "gone" && <Empty art="line" title={directoryWords.value.edit.gone}>{directoryWords.value.edit.goneHint}</Empty>}
      {trouble.value === "failed" && <Banner kind="bad" action={<button type="button" class="textbtn" onClick={() => void load()}>{directoryWords.value.edit.retry}</button>}>{directoryWords.value.edit.failed}</Banner>}
      {notice.value && <Banner kind="bad">{notice.value}</Banner>}
      {!loaded.value && !trouble.value && <SkeletonRows rows={5} />}
      {loaded.value?.revisions.length === 0 && <Empty art="row" title={w.empty}>{w.emptyHint}</Empty>}
      <ol class="stack revisions">
        {loaded.value?.revisions.map((revision, at) => (
          <li key={revision.version}>
            <Version noun={noun} id={id} revision={revision} isLatest={at === 0 && !loaded.value?.held.deleted_at} canEdit={loaded.value?.held.may_edit ?? false} onBack={() => void back(revision.version)} />
          </li>
        ))}
      </ol>
      {loaded.value?.cursor && <button type="button" class="btn" onClick={() => void load(loaded.value?.cursor)}>{directoryWords.value.list.more}</button>}
    </Frame>
  );
}

type VersionProps = { noun: Noun; id: string; revision: Revision; isLatest: boolean; canEdit: boolean; onBack: () => void };

function Version({ noun, id, revision, isLatest, canEdit, onBack }: VersionProps) {
  const w = directoryWords.value.history;
  const bodies = useSignal<{ now: Body; before: Body | null } | null>(null);
  const failed = useSignal(false);
  const { version, act, by_name, at, note, changed } = revision;
  async function look(isOpen: boolean): Promise<void> {
    if (!isOpen || bodies.value) return;
    try {
      const before = version > 1 ? readRevision(noun, id, version - 1).catch(() => null) : null;
      bodies.value = { now: await readRevision(noun, id, version), before: await before };
      failed.value = false;
    } catch {
      failed.value = true;
    }
  }
  return (
    <details class="card version" onToggle={(event) => void look(event.currentTarget.open)}>
      <summary>
        <span class="grow">
          <b>{w.version(version)}</b> <span class="badge">{w.acts[act] ?? act}</span> {isLatest && <span class="badge badge--good">{w.latest}</span>}
          <span class="row__sub">{w.byAt(by_name || w.system, moment(at))}{note && ` · ${note}`}</span>
          {changed.length > 0 && <span class="row__sub">{w.changed(changed.map(fieldName).join(directoryWords.value.edit.and))}</span>}
        </span>
        <span class="textbtn" aria-hidden="true">{w.look}</span>
      </summary>
      {failed.value && <Banner kind="bad">{directoryWords.value.edit.failed}</Banner>}
      {bodies.value && <Differences now={bodies.value.now} before={bodies.value.before} />}
      {bodies.value && canEdit && !isLatest && <button type="button" class="btn" onClick={onBack}>{w.back(version)}</button>}
    </details>
  );
}

/** Each field; where the version before said something else, both. */
function Differences({ now, before }: { now: Body; before: Body | null }) {
  const w = directoryWords.value.history;
  const values = now as Record<string, unknown>;
  const older = before as Record<string, unknown> | null;
  return (
    <dl class="differences">
      {fieldsOf(now).map((field) => {
        const isNew = older !== null && !same(values[field], older[field]);
        return (
          <div key={field} class={isNew ? "difference difference--new" : "difference"}>
            <dt>{fieldName(field)}</dt>
            <dd>
              {isNew && <span class="badge badge--wait">{w.isChanged}</span>}
              <Said field={field} value={values[field]} />
              {isNew && <p class="small muted">{w.was} <Said field={field} value={older[field]} /></p>}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
