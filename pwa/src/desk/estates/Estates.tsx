/** Estates and their property companies; an address finds its estate. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Banner } from "../../components/Banner";
import { Empty } from "../../components/Empty";
import { Sheet } from "../../components/Sheet";
import { SkeletonRows } from "../../components/Skeleton";
import { newId } from "../../data/ids";
import { me } from "../../data/session";
import { estatesWords } from "../../i18n/estates";
import { rulesWords } from "../../i18n/rules";
import { Frame } from "../Frame";
import { Sections } from "../rules/Sections";
import { useForm } from "../useForm";
import { deleteEstate, type Estate, readEstates, saveEstate, type WriteEstate } from "./data";
import { EstateCard } from "./EstateCard";
import { EstateForm } from "./EstateForm";

type Open = { id: string; isNew: boolean; wish: WriteEstate };
type Shown = { items: readonly Estate[]; next: string | null; mayAdd: boolean };

const PATIENCE_MS = 200; // after the last letter

export default function Estates() {
  const w = estatesWords.value;
  const whose = rulesWords.value;
  const q = useSignal("");
  const shown = useSignal<Shown | null>(null);
  const trouble = useSignal(false);
  const open = useSignal<Open | null>(null);
  const isSure = useSignal(false);

  async function load(more = false): Promise<void> {
    const asked = q.peek().trim();
    try {
      const page = await readEstates(asked, more ? (shown.peek()?.next ?? null) : null);
      if (asked !== q.peek().trim()) return; // somebody typed on
      const before = more ? (shown.peek()?.items ?? []) : [];
      shown.value = { items: [...before, ...page.items], next: page.next_cursor ?? null, mayAdd: page.may_add };
      trouble.value = false;
    } catch {
      trouble.value = true;
    }
  }
  const form = useForm({ failed: whose.failed, changed: w.changed }, async () => {
    await load();
    open.value = null;
  });
  useEffect(() => {
    if (me.value?.kind !== "staff") return;
    const timer = setTimeout(() => void load(), shown.peek() ? PATIENCE_MS : 0);
    return () => clearTimeout(timer);
  }, [q.value]);

  const begin = (estate: Estate | null): void => {
    form.errors.value = new Map();
    isSure.value = false;
    const own = me.value?.rights.find(({ level }) => level === "community")?.division ?? "";
    open.value = estate
      ? { id: estate.id, isNew: false, wish: { version: estate.version, community: estate.community, name: estate.name, roads: estate.roads.map((road) => ({ ...road })), organization: estate.organization } }
      : { id: newId(), isNew: true, wish: { version: 0, community: own, name: "", roads: [{ road: "", numbers: "" }], organization: null } };
  };
  const done = async (work: () => Promise<unknown>, said: string): Promise<void> => {
    if (!(await form.doing(work, said))) return;
    open.value = null;
    await load();
  };
  const now = open.value;
  const page = shown.value;
  return (
    <Frame title={whose.sections.estates} at="rules">
      <div class="desk__head">
        <h1>{whose.label}</h1>
        <span class="grow" />
        {page?.mayAdd && <button type="button" class="btn btn--small" onClick={() => begin(null)}>{w.add}</button>}
      </div>
      <Sections />
      <div class="field">
        <label for="estates-find">{w.find}</label>
        <input id="estates-find" class="input" type="search" autocomplete="off" aria-describedby="estates-hint" value={q.value} onInput={(event) => (q.value = event.currentTarget.value)} />
        <p class="hint" id="estates-hint">{w.findHint}</p>
      </div>
      {trouble.value && <Banner kind="bad" action={<button type="button" class="textbtn" onClick={() => void load()}>{whose.retry}</button>}>{whose.failed}</Banner>}
      {!page && !trouble.value && <SkeletonRows rows={5} />}
      {page?.items.length === 0 && (q.value ? <p role="status">{w.nothing}</p> : <Empty art="house" title={w.none}>{w.noneHint}</Empty>)}
      {page && page.items.length > 0 && (
        <div class="estates">
          {page.items.map((estate) => <EstateCard key={estate.id} estate={estate} onEdit={estate.may_edit ? () => begin(estate) : null} />)}
        </div>
      )}
      {page?.next && <button type="button" class="btn" onClick={() => void load(true)}>{w.more}</button>}
      <Sheet open={now !== null} onClose={() => (open.value = null)} title={now?.isNew ? w.addTitle : w.editTitle}>
        {now && !isSure.value && (
          <EstateForm
            wish={now.wish}
            errors={form.errors.value}
            isBusy={form.isBusy.value}
            onChange={(part) => (open.value = { ...now, wish: { ...now.wish, ...part } })}
            onSave={() => void done(() => saveEstate(now.id, now.wish), w.saved)}
            onRemove={now.isNew ? null : () => (isSure.value = true)}
          />
        )}
        {now && isSure.value && (
          <>
            <p>{w.sure}</p>
            <div class="pair">
              <button type="button" class="btn" onClick={() => (isSure.value = false)}>{w.not}</button>
              <button type="button" class="btn btn--bad" aria-busy={form.isBusy.value} onClick={() => void done(() => deleteEstate(now.id, now.wish.version), w.removed)}>{w.yes}</button>
            </div>
          </>
        )}
      </Sheet>
    </Frame>
  );
}
