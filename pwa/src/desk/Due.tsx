/** How long is left: words and a shape, then colour. `exact`: to the minute also days before, as it was promised; a column of
 *  the queue has no room for that. */
import { Icon } from "../components/Icon";
import { day, moment } from "../i18n/dates";
import { deskWords } from "../i18n/desk";

const SOON_MS = 2 * 3_600_000;

type Props = { at: string | null; provisional?: boolean; exact?: boolean; now: number };

export function Due({ at, provisional = false, exact = false, now }: Props) {
  const w = deskWords.value;
  if (!at) return <span class="due due--ok">{w.noClock}</span>;
  const left = Date.parse(at) - now;
  const more = provisional ? ` (${w.provisional})` : "";
  if (left <= 0) return <span class="due due--bad"><Icon name="warning-circle" weight="fill" />{w.late(span(-left)) + more}</span>;
  if (left < SOON_MS) return <span class="due due--wait"><Icon name="hourglass-medium" weight="fill" />{w.left(span(left)) + more}</span>;
  const words = exact || day(at) === day(now) || left < 2 * 86_400_000 ? moment(at) : day(at);
  return <span class="due due--ok"><Icon name="clock" />{words + more}</span>;
}

/** Minutes as long as each counts, then hours, then days: 80 minutes left are not "one hour". */
function span(ms: number): string {
  const w = deskWords.value;
  const minutes = Math.max(1, Math.round(ms / 60_000));
  if (minutes < SOON_MS / 60_000) return w.minutes(minutes);
  return minutes < 48 * 60 ? w.hours(Math.round(minutes / 60)) : w.days(Math.round(minutes / 1440));
}
