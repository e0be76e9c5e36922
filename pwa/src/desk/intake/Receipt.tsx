/** One small page for whoever stands at the counter: number and code, who deals with it, how to look. No name, no telephone. */
import { city } from "../../data/city";
import { nameOf } from "../../data/place";
import { clock, date } from "../../i18n/dates";
import { intakeWords } from "../../i18n/intake";
import { categoryOf } from "./call";
import type { Taken } from "./data";
import { termName } from "./finding";
import type { Finished } from "./kept";
import { inFours } from "./spoken";
import { readable } from "../../data/requests";

export function Receipt({ row, taken }: { row: Finished; taken: Taken }) {
  const w = intakeWords.value;
  const facts: [string, string][] = [
    [w.receiptNumber, readable(taken.number)],
    [w.receiptCode, inFours(taken.lookup_code)],
    [w.receiptSpoken, `${inFours(taken.number)}，${inFours(taken.lookup_code)}`],
    [w.receiptKind, termName(categoryOf(row.call))],
    [w.receiptPlace, row.call.place ? nameOf(row.call.place) : ""],
    [w.receiptHolder, taken.holder_name],
    [w.receiptDue, taken.state === "resolved" ? w.resolved : w.receiptBefore(onPaper(taken.due_at))],
    [w.receiptSent, onPaper(taken.sent_at)],
  ];
  return (
    <section class="receipt" aria-hidden="true">
      <h2>{w.receiptTitle}</h2>
      <dl>{facts.map(([name, text]) => text && <div key={name}><dt>{name}</dt><dd>{text}</dd></div>)}</dl>
      <p>{w.receiptHow(location.host, city.hotline)}</p>
      <p>{w.receiptKeep}</p>
    </section>
  );
}

/** Paper is read on another day: no "today". */
const onPaper = (at: string): string => `${date(at, true)} ${clock(at)}`;
