/** One day of the week: when the office is open, and whose shifts begin on it. */
import { Icon } from "../../components/Icon";
import { date, weekday } from "../../i18n/dates";
import { rosterWords } from "../../i18n/roster";
import { type Day, hhmm, isNextDay, type Shift } from "./data";

type DayColumnProps = { day: Day; isToday: boolean; onEdit: ((shift: Shift) => void) | null; onAdd: (() => void) | null };

export function hoursOf(shift: { starts: number; ends: number }, nextDay: string): string {
  return `${hhmm(shift.starts)}–${isNextDay(shift.ends) ? nextDay : ""}${hhmm(shift.ends)}`;
}

export function DayColumn({ day, isToday, onEdit, onAdd }: DayColumnProps) {
  const w = rosterWords.value;
  const noon = `${day.date}T12:00:00+08:00`;
  const name = `${weekday(noon)} ${date(noon)}`;
  const office = day.open.map(({ opens, closes }) => `${hhmm(opens)}–${hhmm(closes)}`).join("，");
  return (
    <section class={`card week__day ${isToday ? "week__day--today" : ""} ${day.is_off ? "week__off" : ""}`} aria-label={name}>
      <h3>{name}</h3>
      <p class="small muted">
        {[day.holiday, office ? w.open(office) : w.shut, day.is_sure ? "" : w.unsure].filter(Boolean).join(" · ")}
      </p>
      {day.shifts.length === 0 && <p class="small">{w.noShifts}</p>}
      {day.shifts.map((shift) => {
        const who = shift.person ? shift.name : w.nobody;
        const hours = shift.person ? hoursOf(shift, w.nextDay) : "";
        const inside = <><b>{who}</b>{hours && <span class="num"> {hours}</span>}</>;
        const look = shift.on_date ? "shift shift--once" : "shift";
        return onEdit ? (
          <button key={shift.id} type="button" class={look} aria-label={w.change(who, hours)} onClick={() => onEdit(shift)}>{inside}</button>
        ) : (
          <p key={shift.id} class={look}>{inside}</p>
        );
      })}
      {onAdd && <button type="button" class="btn btn--small" aria-label={w.addOn(name)} onClick={onAdd}><Icon name="plus-regular" size="s" />{w.add}</button>}
    </section>
  );
}
