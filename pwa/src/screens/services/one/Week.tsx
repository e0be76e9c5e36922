/** Opening hours as a week, from today's civil week on; what the holidays change stands below. */
import { clockOf, DAY } from "../../../data/civil";
import { dayOfMinute, windowsOn } from "../../../data/hours";
import { servicesWords } from "../../../i18n/services";
import type { Full } from "./full";
import { minuteNow } from "../now";

export function Week({ full }: { full: Full }) {
  const w = servicesWords.value;
  const today = dayOfMinute(minuteNow.value);
  if (!full.entry.rules.length) {
    return (
      <section class="card stack">
        <h2>{w.hours}</h2>
        <p>{w.hoursUnknown}</p>
      </section>
    );
  }
  const notes = [...new Set(full.entry.rules.map((rule) => rule.note ?? "").filter(Boolean))];
  const monday = today - ((today + 3) % 7);
  return (
    <section class="card stack">
      <h2>{w.hours}</h2>
      <table class="week num">
        <tbody>
          {w.days.map((name, index) => (
            <Weekday key={name} name={name} day={monday + index} today={today} full={full} />
          ))}
        </tbody>
      </table>
      {notes.map((note) => (
        <p key={note} class="small muted" lang="zh-CN">{note}</p>
      ))}
    </section>
  );
}

function Weekday({ name, day, today, full }: { name: string; day: number; today: number; full: Full }) {
  const w = servicesWords.value;
  const { entry, calendar } = full;
  const windows = windowsOn(entry.rules, calendar, day);
  return (
    <tr class={day === today ? "now-day" : undefined}>
      <th scope="row">
        {day === today && <span class="no-print">{w.today(name)}</span>}
        <span class={day === today ? "print-only" : undefined}>{name}</span>
      </th>
      <td>
        {windows.length === 0 && (calendar.off.get(day) ?? w.closedAllDay)}
        {windows.map(([from, until]) => (
          <span key={from}>{from === 0 && until === DAY ? w.openAlways : `${clockOf(from)}–${clockOf(until)}`}</span>
        ))}
      </td>
    </tr>
  );
}
