/** How many are to be asked, where, with what chance to tell; then the draw. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { useRoute } from "preact-iso";

import { Banner } from "../../components/Banner";
import { Refused } from "../../data/api";
import { city } from "../../data/city";
import { wavesWords } from "../../i18n/waves";
import { asked, typed } from "./asking";
import { type Planned, planWave, type Wave } from "./data";
import { Draw } from "./Draw";
import { Page } from "./Page";
import { PlanForm } from "./PlanForm";
import { PlanResult } from "./PlanResult";
import { useWave } from "./useWave";

export default function PlanPage() {
  const w = wavesWords.value;
  const { id = "" } = useRoute().params;
  const reading = useWave(id);
  return (
    <Page id={id} reading={reading} title={w.planTitle}>
      {(wave) => (wave.may_lead ? <Planning wave={wave} reload={reading.load} /> : <Banner kind="info">{w.readOnly}</Banner>)}
    </Page>
  );
}

function Planning({ wave, reload }: { wave: Wave; reload: () => Promise<void> }) {
  const w = wavesWords.value;
  const wish = useSignal(typed(wave.plan?.asked, city.goal));
  const counted = useSignal<{ of: ReturnType<typeof typed>; plan: Planned } | null>(null);
  const isBusy = useSignal(false);
  const errors = useSignal<ReadonlyMap<string, string>>(new Map());
  const trouble = useSignal("");

  async function count(): Promise<void> {
    if (isBusy.peek()) return;
    isBusy.value = true;
    errors.value = new Map();
    trouble.value = "";
    const of = wish.peek();
    try {
      counted.value = { of, plan: await planWave(wave.id, asked(of)) };
    } catch (error) {
      const fields = error instanceof Refused ? (error.problem.errors ?? []) : [];
      errors.value = new Map(fields.map(({ field, message }) => [field, message]));
      trouble.value = errors.value.get("frame") ?? (fields.length ? "" : error instanceof Refused ? error.message : w.failed);
      counted.value = null;
    }
    isBusy.value = false;
  }
  useEffect(() => {
    if (wave.frame.length) void count();
  }, []);
  const isDraft = wave.state === "draft";
  const isFresh = counted.value?.of === wish.value;
  return (
    <>
      {trouble.value && <Banner kind="bad">{trouble.value}</Banner>}
      {!wave.frame.length && <Banner kind="info" action={<a href={`/desk/surveys/${wave.id}/frame`}>{w.next.frame}</a>}>{w.frameNone}</Banner>}
      <div class="waves__plan">
        <PlanForm plan={wish.value} errors={errors.value} isBusy={isBusy.value} onChange={(part) => (wish.value = { ...wish.value, ...part })} onCount={() => void count()} />
        <div class="stack">
          {counted.value && <PlanResult of={counted.value.of} plan={counted.value.plan} />}
          {counted.value && isDraft && <Draw wave={wave} of={counted.value.of} plan={counted.value.plan} isFresh={isFresh} reload={reload} />}
        </div>
      </div>
    </>
  );
}
