/** When it is open. A week first; besides it what stands once a month, and dates on which it is otherwise. */
import { Icon } from "../../../components/Icon";
import { directoryWords } from "../../../i18n/directory";
import { ExceptionCard } from "./ExceptionCard";
import { MonthlyCard } from "./MonthlyCard";
import type { Trouble } from "./rules";
import { newException, newMonthly, newWeek, type Timetable } from "./timetable";
import { WeekCard } from "./WeekCard";
import { ruleWords } from "./words";

type HoursEditorProps = { value: Timetable; troubles: ReadonlyMap<string, Trouble>; onChange: (value: Timetable) => void };

export function HoursEditor({ value, troubles, onChange }: HoursEditorProps) {
  const w = directoryWords.value.hours;
  const { weeks, monthly, exceptions, kept } = value;
  return (
    <div class="stack" id="hours" tabIndex={-1}>
      {!weeks.length && !monthly.length && !kept.length && <p class="muted">{w.unknown}</p>}
      {weeks.map((week, at) => (
        <section key={at} class="stack stack--s" aria-label={w.weekTitle(at + 1)}>
          {weeks.length > 1 && <h3>{w.weekTitle(at + 1)}</h3>}
          <WeekCard at={at} week={week} troubles={troubles} onChange={(next) => onChange({ ...value, weeks: replaced(weeks, at, next) })} onDrop={() => onChange({ ...value, weeks: without(weeks, at) })} />
        </section>
      ))}
      {monthly.length > 0 && <h3>{w.monthlyTitle}</h3>}
      {monthly.map((each, at) => (
        <MonthlyCard key={at} at={at} value={each} troubles={troubles} onChange={(next) => onChange({ ...value, monthly: replaced(monthly, at, next) })} onDrop={() => onChange({ ...value, monthly: without(monthly, at) })} />
      ))}
      {exceptions.length > 0 && <h3>{w.exceptionsTitle}</h3>}
      {exceptions.map((each, at) => (
        <ExceptionCard key={at} at={at} value={each} troubles={troubles} onChange={(next) => onChange({ ...value, exceptions: replaced(exceptions, at, next) })} onDrop={() => onChange({ ...value, exceptions: without(exceptions, at) })} />
      ))}
      <div class="cluster">
        <Add words={weeks.length ? w.addWeek : w.addFirstWeek} onClick={() => onChange({ ...value, weeks: [...weeks, newWeek()] })} />
        <Add words={w.addMonthly} onClick={() => onChange({ ...value, monthly: [...monthly, newMonthly()] })} />
        <Add words={w.addException} onClick={() => onChange({ ...value, exceptions: [...exceptions, newException()] })} />
      </div>
      {kept.length > 0 && (
        <div class="part stack stack--s">
          <h3>{w.keptTitle}</h3>
          <p class="hint">{w.keptHint}</p>
          <ul class="rows">
            {kept.map((rule, at) => (
              <li key={at} class="between kept__rule">
                <span>{ruleWords(rule)}</span>
                <button type="button" class="textbtn" aria-label={w.dropPart(ruleWords(rule))} onClick={() => onChange({ ...value, kept: without(kept, at) })}>{w.drop}</button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function Add({ words, onClick }: { words: string; onClick: () => void }) {
  return (
    <button type="button" class="btn btn--small" onClick={onClick}>
      <Icon name="plus" size="s" />
      {words}
    </button>
  );
}

const replaced = <T,>(all: readonly T[], at: number, next: T): T[] => all.map((each, other) => (other === at ? next : each));
const without = <T,>(all: readonly T[], at: number): T[] => all.filter((_, other) => other !== at);
