/** Opening hours as a week, from today's civil week on; what the holidays change stands below. */
import { clockOf, DAY } from "../../data/civil";
import { dayOfMinute, windowsOn } from "../../data/hours";
import { servicesWords } from "../../i18n/services";
import type { ServiceInFull } from "./full";
import { minuteNow } from "./now";

export function Week({ service }: { service: ServiceInFull }) {
  const w = servicesWords.value;
  const today = dayOfMinute(minuteNow.value);
  if (!service.rules.length) {
    return (
      <section class="card stack">
        <h2>{w.hours}</h2>
        <p>{w.hoursUnknown}</p>
      </section>
    );
  }
  const monday = today - ((today + 3) % 7);
  return (
    <section class="card stack">
      <h2>{w.hours}</h2>
      <table class="week num">
        <tbody>
          {w.days.map((name, index) => (
            <Weekday key={name} name={name} day={monday + index} today={today} service={service} />
          ))}
        </tbody>
      </table>
      {service.note && <p class="small muted">{service.note}</p>}
    </section>
  );
}

function Weekday({ name, day, today, service }: { name: string; day: number; today: number; service: ServiceInFull }) {
  const w = servicesWords.value;
  const windows = windowsOn(service.rules, service.calendar, day);
  return (
    <tr class={day === today ? "now-day" : undefined}>
      <th scope="row">{day === today ? w.today(name) : name}</th>
      <td>
        {windows.length === 0 && (service.calendar.off.get(day) ?? w.closedAllDay)}
        {windows.map(([from, until]) => (
          <span key={from}>{from === 0 && until === DAY ? w.openAlways : `${clockOf(from)}–${clockOf(until)}`}</span>
        ))}
      </td>
    </tr>
  );
}
