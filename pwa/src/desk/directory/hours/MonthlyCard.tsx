/** What stands once or twice a month: 每月第一个周五, 最后一个周五, 15 日. */
import { FieldError } from "../../../components/Field";
import { Icon } from "../../../components/Icon";
import { directoryWords } from "../../../i18n/directory";
import type { Trouble } from "./rules";
import { Stands } from "./Stands";
import { ALL_DAYS, type Monthly } from "./timetable";
import { Windows } from "./Windows";
import { monthWords } from "./words";

type MonthlyCardProps = { at: number; value: Monthly; troubles: ReadonlyMap<string, Trouble>; onChange: (value: Monthly) => void; onDrop: () => void };

const ORDINALS = [1, 2, 3, 4, 5, -1];
const DATES = [...Array.from({ length: 31 }, (_, at) => at + 1), -1];

export function MonthlyCard({ at, value, troubles, onChange, onDrop }: MonthlyCardProps) {
  const w = directoryWords.value.hours;
  const place = `monthly-${at}`;
  const set = (part: Partial<Monthly>): void => onChange({ ...value, ...part });
  const said = monthWords(value.nth, value.days, value.by === "date" ? value.dates : []);
  return (
    <div class="part stack" id={place} tabIndex={-1}>
      <div class="between">
        <h4>{said}</h4>
        <button type="button" class="iconbtn" aria-label={w.dropPart(said)} onClick={onDrop}><Icon name="trash" /></button>
      </div>
      <div class="seg" role="group" aria-label={w.byWhat}>
        <button type="button" aria-pressed={value.by === "day"} onClick={() => set({ by: "day" })}>{w.byDay}</button>
        <button type="button" aria-pressed={value.by === "date"} onClick={() => set({ by: "date" })}>{w.byDate}</button>
      </div>
      {value.by === "day" ? (
        <>
          <Chips id={`${place}-days`} label={w.whichOfMonth} all={ORDINALS} chosen={value.nth} name={(nth) => w.nth[String(nth)] ?? ""} onChange={(nth) => set({ nth })} />
          <Chips label={w.whichDays} all={ALL_DAYS} chosen={value.days} name={(day) => w.days[day] ?? ""} onChange={(days) => set({ days })} />
        </>
      ) : (
        <Chips id={`${place}-dates`} label={w.whichDates} all={DATES} chosen={value.dates} name={(date) => (date < 0 ? (w.lastDates[0] ?? "") : String(date))} onChange={(dates) => set({ dates })} />
      )}
      {[`${place}-days`, `${place}-dates`].some((id) => troubles.has(id)) && <FieldError id={`${place}-none`}>{directoryWords.value.troubles[value.by === "day" ? "days" : "dates"]}</FieldError>}
      <Windows place={place} label={said} windows={value.windows} troubles={troubles} onChange={(windows) => set({ windows })} />
      <Stands place={place} value={value} troubles={troubles} onChange={set} />
    </div>
  );
}

type ChipsProps = { id?: string; label: string; all: readonly number[]; chosen: readonly number[]; name: (one: number) => string; onChange: (chosen: number[]) => void };

function Chips({ id, label, all, chosen, name, onChange }: ChipsProps) {
  return (
    <div class="days" role="group" aria-label={label}>
      {all.map((one, at) => (
        <button
          key={one}
          type="button"
          class="chip day"
          id={at === 0 ? id : undefined}
          aria-pressed={chosen.includes(one)}
          onClick={() => onChange(all.filter((other) => (other === one ? !chosen.includes(one) : chosen.includes(other))))}
        >
          {name(one)}
        </button>
      ))}
    </div>
  );
}
