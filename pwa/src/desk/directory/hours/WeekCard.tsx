/** One week of hours: lines of days with their windows, when it stands, and what holidays do to it. */
import { FieldError } from "../../../components/Field";
import { Icon } from "../../../components/Icon";
import { directoryWords } from "../../../i18n/directory";
import { type Trouble, withDay } from "./rules";
import { Stands } from "./Stands";
import { ALL_DAYS, type Line, type Week } from "./timetable";
import { Windows } from "./Windows";
import { daysWords } from "./words";

type WeekCardProps = { at: number; week: Week; troubles: ReadonlyMap<string, Trouble>; onChange: (week: Week) => void; onDrop: () => void };

export function WeekCard({ at, week, troubles, onChange, onDrop }: WeekCardProps) {
  const w = directoryWords.value.hours;
  const place = `week-${at}`;
  const setLine = (which: number, part: Partial<Line>): void =>
    onChange({ ...week, lines: week.lines.map((line, other) => (other === which ? { ...line, ...part } : line)) });
  const left = ALL_DAYS.filter((day) => !week.lines.some((line) => line.days.includes(day)));
  const drop = (which: number): void => (week.lines.length === 1 ? onDrop() : onChange({ ...week, lines: week.lines.filter((_, other) => other !== which) }));
  return (
    <div class="part stack" id={place} tabIndex={-1}>
      {week.lines.map((line, which) => (
        <div class="line stack stack--s" key={which}>
          <div class="days days--week" role="group" aria-label={w.whichDays}>
            {ALL_DAYS.map((day) => (
              <button
                key={day}
                type="button"
                class="chip day"
                id={day === 0 ? `${place}-line-${which}-days` : undefined}
                aria-pressed={line.days.includes(day)}
                aria-label={w.days[day]}
                onClick={() => onChange({ ...week, lines: withDay(week.lines, which, day) })}
              >
                {w.dayShort[day]}
              </button>
            ))}
          </div>
          {troubles.has(`${place}-line-${which}-days`) && <FieldError id={`${place}-line-${which}-none`}>{directoryWords.value.troubles.days}</FieldError>}
          <Windows place={`${place}-line-${which}`} label={daysWords(line.days)} windows={line.windows} troubles={troubles} onChange={(windows) => setLine(which, { windows })}>
            <button type="button" class="textbtn" aria-label={w.dropLine(daysWords(line.days))} onClick={() => drop(which)}><Icon name="trash" size="s" />{w.dropDays}</button>
          </Windows>
        </div>
      ))}
      <div class="cluster">
        <button type="button" class="btn btn--small" onClick={() => onChange({ ...week, lines: [...week.lines, { days: [], windows: [{ from: "9:00", until: "12:00" }] }] })}>
          <Icon name="plus" size="s" />
          {w.addLine}
        </button>
        {left.length > 0 && left.length < 7 && <span class="small muted">{w.shutOn(daysWords(left))}</span>}
      </div>
      <Stands place={place} value={week} troubles={troubles} onChange={(part) => onChange({ ...week, ...part })} />
    </div>
  );
}
