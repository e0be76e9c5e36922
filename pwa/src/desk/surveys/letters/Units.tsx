/** The sampled households one holds: what became of each, and whose hands they are in. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Banner } from "../../../components/Banner";
import { Empty } from "../../../components/Empty";
import { SkeletonRows } from "../../../components/Skeleton";
import { Refused, Unreachable } from "../../../data/api";
import { lettersWords } from "../../../i18n/letters";
import { type HandOuts, listUnits, type Rates, readHandOuts, STATES, type Unit } from "./data";
import { HandOver } from "./HandOver";
import { UnitRow } from "./UnitRow";

type UnitsProps = { wave: string; rates: Rates; reload: () => Promise<void> };

export function Units({ wave, rates, reload }: UnitsProps) {
  const w = lettersWords.value;
  const disposition = useSignal("");
  const audience = useSignal("");
  const interviewer = useSignal("");
  const items = useSignal<readonly Unit[] | null>(null);
  const cursor = useSignal<string | null>(null);
  const trouble = useSignal("");
  const chosen = useSignal<ReadonlySet<string>>(new Set());
  const hands = useSignal<HandOuts | null>(null);
  const { division } = rates;

  async function load(from = ""): Promise<void> {
    try {
      const wanted = { division, disposition: disposition.peek(), audience: audience.peek(), interviewer: interviewer.peek() };
      const page = await listUnits(wave, wanted, from);
      items.value = from ? [...(items.peek() ?? []), ...page.items] : page.items;
      cursor.value = page.next_cursor;
      trouble.value = "";
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
      trouble.value = error instanceof Refused ? error.message : w.failed;
    }
  }
  const loadHands = (): Promise<void> =>
    readHandOuts(wave).then(
      (found) => void (hands.value = found),
      () => {}, // the list itself says what is wrong
    );
  async function again(): Promise<void> {
    chosen.value = new Set();
    await Promise.all([load(), loadHands(), reload()]);
  }
  useEffect(() => {
    items.value = null;
    chosen.value = new Set();
    void load();
  }, [wave, division, disposition.value, audience.value, interviewer.value, rates.printings.length]);
  useEffect(() => void loadHands(), [wave]);

  const groups = rates.totals.map((line) => line.audience).filter((group) => group !== "all");
  const isUnfiltered = !disposition.value && !audience.value && !interviewer.value;
  const toggle = (id: string): void => {
    const next = new Set(chosen.peek());
    if (!next.delete(id)) next.add(id);
    chosen.value = next;
  };
  return (
    <section class="stack" aria-labelledby="letters-units">
      <h2 id="letters-units">{w.units}</h2>
      <p class="muted small">{w.unitsHint}</p>
      <div class="figures__choose">
        <Pick label={w.state} value={disposition.value} onChange={(value) => (disposition.value = value)} options={[["", w.allStates], ...STATES.map((state): [string, string] => [state, w.states[state] ?? state])]} />
        {groups.length > 1 && <Pick label={w.group} value={audience.value} onChange={(value) => (audience.value = value)} options={[["", w.allGroups], ...groups.map((group): [string, string] => [group, w.groups[group] ?? group])]} />}
        {hands.value && hands.value.interviewers.length > 0 && (
          <Pick label={w.interviewer} value={interviewer.value} onChange={(value) => (interviewer.value = value)} options={[["", w.allInterviewers], ["none", w.nobodyYet], ...hands.value.interviewers.map(({ id, name }): [string, string] => [id, name])]} />
        )}
      </div>
      {rates.organizes && hands.value && <HandOver wave={wave} rates={rates} hands={hands.value} chosen={[...chosen.value]} reload={again} />}
      {trouble.value && <Banner kind="bad" action={<button type="button" class="textbtn" onClick={() => void load()}>{w.retry}</button>}>{trouble.value}</Banner>}
      {!items.value && !trouble.value && <SkeletonRows rows={5} />}
      {items.value?.length === 0 && (
        isUnfiltered && !rates.organizes
          ? <Empty art="row" title={w.notHanded}>{w.notHandedHint}</Empty>
          : <Empty art="row" title={w.noUnits}>{w.noUnitsHint}</Empty>
      )}
      {items.value && items.value.length > 0 && (
        <ul class="card card--flush rows">
          {items.value.map((unit) => (
            <UnitRow key={unit.id} wave={wave} unit={unit} isChosen={chosen.value.has(unit.id)} onChoose={rates.organizes ? () => toggle(unit.id) : null} reload={again} />
          ))}
        </ul>
      )}
      {cursor.value && <button type="button" class="btn" onClick={() => void load(cursor.value ?? "")}>{w.more}</button>}
    </section>
  );
}

type PickProps = { label: string; value: string; options: readonly [string, string][]; onChange: (value: string) => void };

function Pick({ label, value, options, onChange }: PickProps) {
  return (
    <label class="figures__pick">
      <span>{label}</span>
      <select class="input" value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map(([one, name]) => <option key={one} value={one}>{name}</option>)}
      </select>
    </label>
  );
}
