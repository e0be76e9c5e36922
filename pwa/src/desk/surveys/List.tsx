/** The surveys of all years, and the beginning of a new one. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";

import { Banner } from "../../components/Banner";
import { Empty } from "../../components/Empty";
import { Sheet } from "../../components/Sheet";
import { SkeletonRows } from "../../components/Skeleton";
import { newId } from "../../data/ids";
import { me } from "../../data/session";
import { wavesWords } from "../../i18n/waves";
import { plain } from "../figures/measures";
import { Frame } from "../Frame";
import { useForm } from "../useForm";
import { listWaves, saveWave, type WaveRow, type WriteWave } from "./data";
import { DatesForm, nextYear } from "./DatesForm";
import { dayOf } from "./days";
import { StateBadge } from "./StateBadge";
import "../../screens/help/form.css";
import "./waves.css";

export default function List() {
  const w = wavesWords.value;
  const { route } = useLocation();
  const shown = useSignal<{ items: readonly WaveRow[]; mayLead: boolean } | null>(null);
  const trouble = useSignal(false);
  const draft = useSignal<{ id: string; wish: WriteWave } | null>(null);

  async function load(): Promise<void> {
    try {
      const page = await listWaves();
      shown.value = { items: page.items, mayLead: page.may_lead };
      trouble.value = false;
    } catch {
      trouble.value = true;
    }
  }
  const form = useForm(w, load);
  useEffect(() => {
    if (me.value?.kind === "staff") void load();
  }, []);
  const begin = (): void => {
    form.errors.value = new Map();
    draft.value = { id: newId(), wish: nextYear(shown.value?.items.map(({ year }) => year) ?? []) };
  };
  const save = async (): Promise<void> => {
    const now = draft.value;
    if (now && (await form.doing(() => saveWave(now.id, now.wish), w.saved))) route(`/desk/surveys/${now.id}`);
  };
  const page = shown.value;
  return (
    <Frame title={w.title} at="surveys">
      <div class="desk__head">
        <h1>{w.title}</h1>
        <span class="grow" />
        {page?.mayLead && page.items.length > 0 && <button type="button" class="btn btn--small" onClick={begin}>{w.add}</button>}
      </div>
      {trouble.value && <Banner kind="bad" action={<button type="button" class="textbtn" onClick={() => void load()}>{w.retry}</button>}>{w.failed}</Banner>}
      {!page && !trouble.value && <SkeletonRows rows={3} />}
      {page?.items.length === 0 && <Empty art="line" title={w.none} action={page.mayLead && <button type="button" class="btn btn--primary" onClick={begin}>{w.add}</button>}>{w.noneHint}</Empty>}
      {page && page.items.length > 0 && (
        <ul class="waves">
          {page.items.map((wave) => (
            <li key={wave.id}>
              <a class="card waves__one" href={`/desk/surveys/${wave.id}`}>
                <b>{wave.title}{wave.revises && <span class="badge badge--line">{w.correction}</span>}</b>
                <StateBadge state={wave.state} />
                <span class="muted small">
                  {w.period(dayOf(wave.opens_on), dayOf(wave.closes_on))}
                  {wave.result_on && ` · ${w.resultOn(dayOf(wave.result_on))}`}
                </span>
                <span class="muted small num">{wave.sampled ? w.sampled(plain(wave.sampled)) : w.notDrawn}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
      <Sheet open={draft.value !== null} onClose={() => (draft.value = null)} title={w.addTitle}>
        {draft.value && (
          <DatesForm
            wish={draft.value.wish}
            errors={form.errors.value}
            isBusy={form.isBusy.value}
            onChange={(part) => (draft.value = draft.value && { ...draft.value, wish: { ...draft.value.wish, ...part } })}
            onSave={() => void save()}
          />
        )}
      </Sheet>
    </Frame>
  );
}
