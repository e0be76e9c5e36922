/** A survey's frame: a file is looked through first, then brought in; and what stands there. */
import { useSignal } from "@preact/signals";
import { useRoute } from "preact-iso";

import { Banner } from "../../components/Banner";
import { Icon } from "../../components/Icon";
import { say } from "../../components/Toast";
import { Refused } from "../../data/api";
import { wavesWords } from "../../i18n/waves";
import { bringFrame, type FrameSaid, type Group, type Wave } from "./data";
import { FrameCheck } from "./FrameCheck";
import { Page } from "./Page";
import { Strata } from "./Strata";
import { useWave } from "./useWave";

const GROUPS: readonly Group[] = ["residents", "migrants", "units"];

export default function FramePage() {
  const w = wavesWords.value;
  const { id = "" } = useRoute().params;
  const reading = useWave(id);
  return (
    <Page id={id} reading={reading} title={w.frame}>
      {(wave) => (
        <>
          {wave.may_bring && wave.state === "draft" && <Bring wave={wave} reload={reading.load} />}
          {wave.frame.length > 0 && <Strata key={wave.version} wave={wave} />}
          <p><a href={`/desk/surveys/${wave.id}`}>{w.toOverview}</a></p>
        </>
      )}
    </Page>
  );
}

function Bring({ wave, reload }: { wave: Wave; reload: () => Promise<void> }) {
  const w = wavesWords.value;
  const group = useSignal<Group>("residents");
  const file = useSignal<File | null>(null);
  const said = useSignal<FrameSaid | null>(null);
  const isBusy = useSignal(false);
  const trouble = useSignal("");

  async function send(chosen: File, dry: boolean): Promise<void> {
    if (isBusy.peek()) return;
    isBusy.value = true;
    trouble.value = "";
    if (dry) said.value = null;
    try {
      const report = await bringFrame(wave.id, chosen, group.peek(), dry);
      said.value = dry ? report : null;
      if (!dry) {
        say(w.taken);
        file.value = null;
        await reload();
      }
    } catch (error) {
      const why = error instanceof Refused ? (error.problem.errors?.[0]?.message ?? error.message) : w.failed;
      trouble.value = why;
    }
    isBusy.value = false;
  }
  const choose = (input: HTMLInputElement): void => {
    const chosen = input.files?.[0];
    input.value = ""; // the same file again is sent again: it was mended meanwhile
    if (!chosen) return;
    file.value = chosen;
    void send(chosen, true);
  };
  if (wave.letters > 0) return <Banner kind="info">{w.bringHeld}</Banner>;
  return (
    <section class="card stack">
      <h2>{w.bring}</h2>
      <p>{w.kinds}</p>
      <ul class="waves__kinds">
        <li>{w.kindTotals}</li>
        <li>{w.kindList}</li>
      </ul>
      <p class="muted small">{w.kindNote} {w.bringHint}{wave.seed && ` ${w.bringVoid}`}</p>
      <div class="waves__row">
        <label class="field">
          <span>{w.whose}</span>
          <select class="input" value={group.value} onChange={(event) => (group.value = event.currentTarget.value as Group)}>
            {GROUPS.map((each) => <option key={each} value={each}>{w.groups[each]}</option>)}
          </select>
        </label>
        <label class="btn waves__file" aria-busy={isBusy.value}>
          <Icon name="upload-simple" size="s" />{w.choose}
          <input class="vh" type="file" accept=".csv,.xlsx" onChange={(event) => choose(event.currentTarget)} />
        </label>
      </div>
      {file.value && <p class="small">{w.file(file.value.name)}{isBusy.value && ` · ${w.looking}`}</p>}
      {trouble.value && <Banner kind="bad">{trouble.value}</Banner>}
      {said.value && <FrameCheck said={said.value} isBusy={isBusy.value} onTake={() => file.value && void send(file.value, false)} />}
    </section>
  );
}
