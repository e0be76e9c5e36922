/** A survey's overview: what is to be done next, and what is prepared. */
import { useSignal } from "@preact/signals";
import { useLocation, useRoute } from "preact-iso";

import { Sheet } from "../../components/Sheet";
import { newId } from "../../data/ids";
import { moment } from "../../i18n/dates";
import { wavesWords } from "../../i18n/waves";
import { plain } from "../figures/measures";
import { useForm } from "../useForm";
import { forgetAddresses, reviseWave, saveWave, type Wave, type WriteWave } from "./data";
import { DatesForm } from "./DatesForm";
import { dayBefore, dayOf } from "./days";
import { Discard } from "./Discard";
import { Next } from "./Next";
import { Page } from "./Page";
import { useWave } from "./useWave";

type Open = { kind: "dates"; wish: WriteWave } | { kind: "forget" } | { kind: "revise"; id: string; note: string };

export default function WavePage() {
  const { id = "" } = useRoute().params;
  const reading = useWave(id);
  return (
    <Page id={id} reading={reading}>
      {(wave) => (
        <>
          <Next wave={wave} onMoved={(now) => (reading.wave.value = now)} reload={reading.load} />
          <Prepared wave={wave} reload={reading.load} />
        </>
      )}
    </Page>
  );
}

function Prepared({ wave, reload }: { wave: Wave; reload: () => Promise<void> }) {
  const w = wavesWords.value;
  const { route } = useLocation();
  const form = useForm(w, reload);
  const open = useSignal<Open | null>(null);
  const own = `/desk/surveys/${wave.id}`;
  const sampled = wave.frame.reduce((sum, group) => sum + group.sampled, 0);
  const isDraft = wave.state === "draft";

  async function done(work: () => Promise<unknown>, said: string): Promise<boolean> {
    const was = await form.doing(work, said);
    if (was) {
      open.value = null;
      await reload();
    }
    return was;
  }
  const begin = (what: Open): void => {
    form.errors.value = new Map();
    open.value = what;
  };
  const dates = (): WriteWave => ({ version: wave.version, year: wave.year, title: wave.title, opens_on: wave.opens_on, closes_on: wave.closes_on, result_on: wave.result_on ?? "" });
  const revise = async (): Promise<void> => {
    const now = open.value;
    if (now?.kind === "revise" && (await done(() => reviseWave(wave.id, { id: now.id, note: now.note }), w.revised))) route(`/desk/surveys/${now.id}`);
  };
  const now = open.value;
  return (
    <>
      {wave.revises && <section class="card stack stack--s"><h2>{w.revises}</h2><p class="words">{wave.note}</p><a href={`/desk/surveys/${wave.revises}`}>{w.revisesOpen}</a></section>}
      {wave.corrected_by && <section class="card stack stack--s"><h2>{w.corrected}</h2><a href={`/desk/surveys/${wave.corrected_by}`}>{w.correctedOpen}</a></section>}
      <dl class="waves__facts">
        <div class="card">
          <dt>{w.dates}</dt>
          <dd>
            <p>{w.period(dayOf(wave.opens_on), dayOf(wave.closes_on))}</p>
            <p class="muted small">{w.acceptsUntil(dayBefore(wave.accepts_until))}{wave.result_on && ` · ${w.resultOn(dayOf(wave.result_on))}`}</p>
            {isDraft && wave.may_lead && <button type="button" class="textbtn" onClick={() => begin({ kind: "dates", wish: dates() })}>{w.edit}</button>}
          </dd>
        </div>
        <div class="card">
          <dt>{w.frame}</dt>
          <dd>
            {wave.frame.length ? <Groups wave={wave} /> : <p class="muted">{w.frameNone}</p>}
            <a href={`${own}/frame`}>{w.frameOpen}</a>
          </dd>
        </div>
        <div class="card">
          <dt>{w.sample}</dt>
          <dd>
            {sampled ? <p>{wave.plan ? w.sampleText(plain(sampled), plain(wave.plan.answers)) : w.sampleOnly(plain(sampled))}</p> : <p class="muted">{w.sampleNone}</p>}
            {wave.seed && <p class="muted small">{w.seed} <code class="waves__seed">{wave.seed}</code></p>}
            <a href={`${own}/plan`}>{w.planOpen}</a>
          </dd>
        </div>
        {sampled > 0 && (
          <div class="card">
            <dt>{w.letters}</dt>
            <dd>
              <p>{w.lettersText(plain(wave.letters), plain(sampled))}</p>
              <a href={`${own}/letters`}>{w.lettersOpen}</a>
            </dd>
          </div>
        )}
        {(wave.addresses || wave.forgotten_at) && (
          <div class="card">
            <dt>{w.addresses}</dt>
            <dd>
              {wave.forgotten_at ? <p>{w.forgottenAt(moment(wave.forgotten_at))}</p> : <p>{w.addressesText}{wave.forgotten_on && ` ${w.addressesOn(dayOf(wave.forgotten_on))}`}</p>}
              {wave.addresses && wave.may_lead && <button type="button" class="textbtn" onClick={() => begin({ kind: "forget" })}>{w.forget}</button>}
            </dd>
          </div>
        )}
      </dl>
      {wave.state === "published" && wave.may_lead && !wave.corrected_by && (
        <p><button type="button" class="textbtn" onClick={() => begin({ kind: "revise", id: newId(), note: "" })}>{w.revise}</button></p>
      )}
      {isDraft && wave.may_lead && <Discard wave={wave} reload={reload} />}
      <Sheet open={now !== null} onClose={() => (open.value = null)} title={now ? { dates: w.datesTitle, forget: w.forgetSure, revise: w.revise }[now.kind] : ""}>
        {now?.kind === "dates" && (
          <DatesForm
            wish={now.wish}
            errors={form.errors.value}
            isBusy={form.isBusy.value}
            onChange={(part) => (open.value = { kind: "dates", wish: { ...now.wish, ...part } })}
            onSave={() => void done(() => saveWave(wave.id, now.wish), w.saved)}
          />
        )}
        {now?.kind === "forget" && (
          <>
            <p>{w.forgetText}</p>
            <div class="pair">
              <button type="button" class="btn" onClick={() => (open.value = null)}>{w.cancel}</button>
              <button type="button" class="btn btn--bad" aria-busy={form.isBusy.value} onClick={() => void done(() => forgetAddresses(wave.id), w.forgotten)}>{w.forget}</button>
            </div>
          </>
        )}
        {now?.kind === "revise" && (
          <form class="stack" onSubmit={(event) => { event.preventDefault(); void revise(); }}>
            <p>{w.reviseText}</p>
            <label class="field"><span>{w.reviseNote}</span><textarea class="input" required maxLength={2000} rows={4} value={now.note} onInput={(event) => (open.value = { ...now, note: event.currentTarget.value })} /></label>
            <button class="btn btn--primary" aria-busy={form.isBusy.value}>{w.revise}</button>
          </form>
        )}
      </Sheet>
    </>
  );
}

function Groups({ wave }: { wave: Wave }) {
  const w = wavesWords.value;
  return (
    <table class="table waves__groups">
      <thead>
        <tr><th scope="col">{w.groupHeads.group}</th><th scope="col" class="n">{w.groupHeads.strata}</th><th scope="col" class="n">{w.groupHeads.population}</th><th scope="col" class="n">{w.groupHeads.sampled}</th></tr>
      </thead>
      <tbody>
        {wave.frame.map((group) => (
          <tr key={group.audience}>
            <td>{w.groups[group.audience]}</td><td class="n">{plain(group.strata)}</td><td class="n">{plain(group.population)}</td><td class="n">{plain(group.sampled)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
