/** One household: its door, where it stands, and what was tried. Opened, a visit is recorded or the next one drawn. */
import { useSignal } from "@preact/signals";

import { Banner } from "../../../components/Banner";
import { say } from "../../../components/Toast";
import { Refused, Unreachable } from "../../../data/api";
import { me } from "../../../data/session";
import { civilDay, day } from "../../../i18n/dates";
import { lettersWords } from "../../../i18n/letters";
import { DAYPARTS, keepTry, type KeepTry, replaceUnit, RESULTS, type Unit } from "./data";

const LOOK: Record<string, string> = { answered: "good", refused: "bad", not_reached: "wait", not_eligible: "line", unknown: "info" };
type UnitRowProps = { wave: string; unit: Unit; isChosen: boolean; onChoose: (() => void) | null; reload: () => Promise<void> };

export function UnitRow({ wave, unit, isChosen, onChoose, reload }: UnitRowProps) {
  const w = lettersWords.value;
  const isOpen = useSignal(false);
  const door = unit.address || w.door(unit.division_name, unit.number);
  const facts = [
    unit.address && unit.division_name,
    w.groups[unit.audience],
    !unit.has_letter && w.noLetter,
    unit.tries.length > 0 && w.tries(unit.tries.length),
    unit.interviewer_name && w.handedTo(unit.interviewer_name),
    unit.is_replacement && w.replacement,
    unit.is_replaced && w.replaced,
  ].filter(Boolean);
  const opens = unit.disposition !== "answered" || unit.tries.length > 0;
  return (
    <li class="letters__unit">
      <div class="letters__line">
        {onChoose && <label class="letters__choose"><input type="checkbox" checked={isChosen} aria-label={w.choose(door)} onChange={onChoose} /></label>}
        <span class="letters__door"><b>{door}</b><span class="small muted">{facts.join(" · ")}</span></span>
        <span class={`badge badge--${LOOK[unit.disposition] ?? "line"}`}>{w.states[unit.disposition]}</span>
        {opens && <button type="button" class="textbtn" aria-expanded={isOpen.value} aria-label={`${isOpen.value ? w.close : w.open} ${door}`} onClick={() => (isOpen.value = !isOpen.value)}>{isOpen.value ? w.close : w.open}</button>}
      </div>
      {isOpen.value && <Inside wave={wave} unit={unit} reload={reload} />}
    </li>
  );
}

function Inside({ wave, unit, reload }: { wave: string; unit: Unit; reload: () => Promise<void> }) {
  const w = lettersWords.value;
  const trouble = useSignal("");
  const leads = me.value?.rights.some(({ role }) => role === "statistician") ?? false;
  const canReplace = leads && unit.disposition === "not_eligible" && !unit.is_replaced;

  async function doing(work: () => Promise<string>): Promise<void> {
    try {
      say(await work());
      trouble.value = "";
      await reload();
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
      trouble.value = error instanceof Refused ? (error.about("day") ?? error.message) : w.failed;
    }
  }
  return (
    <div class="letters__inside stack">
      {unit.tries.length > 0 && (
        <ul class="stack stack--s">
          {unit.tries.map((one) => (
            <li key={one.id}>{day(one.day)} {w.dayparts[one.daypart]} · {w.results[one.result]} <span class="muted small">{one.by_name}</span></li>
          ))}
        </ul>
      )}
      {trouble.value && <Banner kind="bad">{trouble.value}</Banner>}
      {!unit.is_replaced && unit.disposition !== "answered" && (
        <TryForm id={unit.id} onKeep={(said) => doing(() => keepTry(wave, unit.id, said).then(() => w.tryKept))} />
      )}
      {canReplace && (
        <div class="stack stack--s">
          <button type="button" class="btn" onClick={() => void doing(() => replaceUnit(wave, unit.id).then(({ number }) => w.replacedBy(number)))}>{w.replace}</button>
          <p class="small muted">{w.replaceHint}</p>
        </div>
      )}
    </div>
  );
}

function TryForm({ id, onKeep }: { id: string; onKeep: (said: KeepTry) => Promise<void> }) {
  const w = lettersWords.value;
  const on = useSignal(civilDay(Date.now()));
  const part = useSignal<KeepTry["daypart"]>("morning");
  const result = useSignal<KeepTry["result"]>("not_home");
  return (
    <form
      class="letters__try"
      aria-label={w.addTry}
      onSubmit={(event) => {
        event.preventDefault();
        void onKeep({ day: on.value, daypart: part.value, result: result.value });
      }}
    >
      <label class="figures__pick" for={`day-${id}`}><span>{w.tryDay}</span><input class="input" id={`day-${id}`} type="date" required value={on.value} onInput={(event) => (on.value = event.currentTarget.value)} /></label>
      <label class="figures__pick"><span>{w.tryPart}</span>
        <select class="input" value={part.value} onChange={(event) => (part.value = event.currentTarget.value as KeepTry["daypart"])}>{DAYPARTS.map((one) => <option key={one} value={one}>{w.dayparts[one]}</option>)}</select>
      </label>
      <label class="figures__pick"><span>{w.tryResult}</span>
        <select class="input" value={result.value} onChange={(event) => (result.value = event.currentTarget.value as KeepTry["result"])}>{RESULTS.map((one) => <option key={one} value={one}>{w.results[one]}</option>)}</select>
      </label>
      <button type="submit" class="btn">{w.keepTry}</button>
      <p class="small muted letters__rule">{w.tryRule}</p>
    </form>
  );
}
