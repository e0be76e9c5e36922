/** Who is on duty at a centre, week by week; and where nobody works at all. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Banner } from "../../components/Banner";
import { Sheet } from "../../components/Sheet";
import { SkeletonRows } from "../../components/Skeleton";
import { newId } from "../../data/ids";
import { me } from "../../data/session";
import { civilDay, date } from "../../i18n/dates";
import { rosterWords } from "../../i18n/roster";
import { rulesWords } from "../../i18n/rules";
import { divisionOption, findDivisions } from "../directory/finders";
import { Picker } from "../directory/Picker";
import { Frame } from "../Frame";
import { Sections } from "../rules/Sections";
import { useForm } from "../useForm";
import { DayColumn } from "./DayColumn";
import { deleteShift, mondayOf, readRoster, readVacant, type Roster as Week, saveShift, type Shift, type Vacant, type WriteShift } from "./data";
import { ShiftForm } from "./ShiftForm";
import { VacantList } from "./VacantList";

type Open = { id: string; isNew: boolean; day: string; wish: WriteShift };

const EVENING = 1050; // 17:30, when an office shuts
const MORNING = 1950; // 8:30 of the next day

export default function Roster() {
  const w = rosterWords.value;
  const whose = rulesWords.value;
  const today = civilDay(Date.now());
  const division = useSignal(me.value?.rights.find((right) => right.division)?.division ?? "");
  const monday = useSignal(mondayOf(today));
  const week = useSignal<Week | null>(null);
  const vacant = useSignal<Vacant | null>(null);
  const trouble = useSignal("");
  const open = useSignal<Open | null>(null);

  async function load(): Promise<void> {
    const asked = `${division.peek()} ${monday.peek()}`;
    try {
      const [found, empty] = await Promise.all([readRoster(division.peek(), monday.peek()), readVacant()]);
      if (asked !== `${division.peek()} ${monday.peek()}`) return; // somebody went on
      week.value = found;
      vacant.value = empty;
      trouble.value = "";
    } catch {
      week.value = null;
      trouble.value = whose.failed;
    }
  }
  const form = useForm({ failed: whose.failed, changed: w.changed }, async () => {
    await load();
    open.value = null;
  });
  useEffect(() => {
    if (me.value?.kind === "staff" && division.value) void load();
  }, [division.value, monday.value]);

  const begin = (day: string, shift: Shift | null): void => {
    form.errors.value = new Map();
    open.value = shift
      ? { id: shift.id, isNew: false, day, wish: { version: shift.version, division: division.peek(), person: shift.person, weekdays: [...shift.weekdays], on_date: shift.on_date, starts: shift.starts, ends: shift.ends, valid_from: shift.valid_from, valid_to: shift.valid_to } }
      : { id: newId(), isNew: true, day, wish: { version: 0, division: division.peek(), person: null, weekdays: [(new Date(day).getUTCDay() + 6) % 7], on_date: null, starts: EVENING, ends: MORNING } };
  };
  const done = async (work: () => Promise<unknown>, said: string): Promise<void> => {
    if (!(await form.doing(work, said))) return;
    open.value = null;
    await load();
  };
  const turn = (weeks: number) => (): void => void (monday.value = mondayOf(monday.peek(), weeks));
  const known = week.value;
  const now = open.value;
  return (
    <Frame title={whose.sections.roster} at="rules">
      <div class="desk__head">
        <h1>{whose.label}</h1>
      </div>
      <Sections />
      <Picker name="division" label={w.centre} chosen={division.value ? [divisionOption(division.value)] : []} errors={new Map()} add={whose.change} find={findDivisions} onChange={([code]) => code && (division.value = code)} />
      {trouble.value && <Banner kind="bad" action={<button type="button" class="textbtn" onClick={() => void load()}>{whose.retry}</button>}>{trouble.value}</Banner>}
      {!known && !trouble.value && <SkeletonRows rows={4} />}
      {known && (
        <>
          {known.is_vacant && <Banner kind="bad">{w.vacant}</Banner>}
          <p role="status"><b>{known.now.length ? w.now(known.now.join("、")) : w.nobodyNow}</b> <span class="small muted">{w.nightHint}</span></p>
          <div class="week__nav">
            <button type="button" class="btn btn--small" onClick={turn(-1)}>{w.previous}</button>
            <button type="button" class="btn btn--small" disabled={monday.value === mondayOf(today)} onClick={() => (monday.value = mondayOf(today))}>{w.thisWeek}</button>
            <button type="button" class="btn btn--small" onClick={turn(1)}>{w.next}</button>
            <h2 class="small">{w.week(date(`${known.days[0]?.date}T12:00:00+08:00`, true), date(`${known.days[6]?.date}T12:00:00+08:00`))}</h2>
          </div>
          <div class="week">
            {known.days.map((day) => (
              <DayColumn
                key={day.date}
                day={day}
                isToday={day.date === today}
                onEdit={known.may_edit ? (shift) => begin(day.date, shift) : null}
                onAdd={known.may_edit ? () => begin(day.date, null) : null}
              />
            ))}
          </div>
        </>
      )}
      {vacant.value && <VacantList vacant={vacant.value} onChoose={(code) => (division.value = code)} />}
      <Sheet open={now !== null} onClose={() => (open.value = null)} title={now?.isNew ? w.addTitle : w.editTitle}>
        {now && known && (
          <ShiftForm
            wish={now.wish}
            day={now.day}
            people={known.people}
            errors={form.errors.value}
            isBusy={form.isBusy.value}
            onChange={(part) => (open.value = { ...now, wish: { ...now.wish, ...part } })}
            onSave={() => void done(() => saveShift(now.id, now.wish), w.saved)}
            onRemove={now.isNew ? null : () => void done(() => deleteShift(now.id, now.wish.version), w.removed)}
          />
        )}
      </Sheet>
    </Frame>
  );
}
