/** The draw: by a seed that is shown and kept. */
import { useSignal } from "@preact/signals";

import { Banner } from "../../components/Banner";
import { Field } from "../../components/Field";
import { say } from "../../components/Toast";
import { wavesWords } from "../../i18n/waves";
import { plain } from "../figures/measures";
import { useForm } from "../useForm";
import { asked, type Typed } from "./asking";
import { drawSample, type Planned, type Wave } from "./data";

type DrawProps = { wave: Wave; of: Typed; plan: Planned; isFresh: boolean; reload: () => Promise<void> };

export function Draw({ wave, of, plan, isFresh, reload }: DrawProps) {
  const w = wavesWords.value;
  const seed = useSignal("");
  const form = useForm(w, reload);
  const sampled = wave.frame.reduce((sum, group) => sum + group.sampled, 0);

  async function draw(event: Event): Promise<void> {
    event.preventDefault();
    const done = { seed: "", sampled: 0 };
    const was = await form.doing(async () => Object.assign(done, await drawSample(wave.id, { version: wave.version, plan: asked(of), seed: seed.peek().trim() })), w.saved);
    if (!was) return;
    say(w.drawn(plain(done.sampled), done.seed));
    seed.value = "";
    await reload();
  }
  if (wave.letters > 0) return <Banner kind="info">{w.held}</Banner>;
  return (
    <form class="card stack" onSubmit={(event) => void draw(event)}>
      <h2>{w.drawTitle}</h2>
      <p class="muted">{w.drawHint}</p>
      {sampled > 0 && <p role="status">{w.drawnBefore(plain(sampled), wave.seed)}</p>}
      <Field id="draw-seed" label={w.seedLabel} hint={w.seedHint} error={form.errors.value.get("seed")}>
        {(control) => <input class="input num" maxLength={64} pattern="[!-~]*" autocomplete="off" spellcheck={false} {...control} value={seed.value} onInput={(event) => (seed.value = event.currentTarget.value)} />}
      </Field>
      <div class="cluster">
        <button class={sampled ? "btn" : "btn btn--primary"} disabled={!isFresh} aria-busy={form.isBusy.value}>{sampled ? w.drawAgain(plain(plan.invited)) : w.draw(plain(plan.invited))}</button>
        {sampled > 0 && <a class="btn btn--primary" href={`/desk/surveys/${wave.id}`}>{w.toOverview}</a>}
      </div>
    </form>
  );
}
