/** The sheets that were sent before: who, when, and what became of them. */
import { moment } from "../../../i18n/dates";
import { directoryWords } from "../../../i18n/directory";
import type { Sheet } from "./sheets";

export function Earlier({ sheets, onOpen }: { sheets: readonly Sheet[]; onOpen: (sheet: Sheet) => void }) {
  const { sheets: w } = directoryWords.value;
  if (!sheets.length) return null;
  return (
    <section class="stack">
      <h2>{w.earlier}</h2>
      <ul class="rows card card--flush">
        {sheets.map((sheet) => (
          <li key={sheet.id}>
            <button type="button" class="sheets__earlier" onClick={() => onOpen(sheet)}>
              <span>
                <b>{sheet.name}</b>
                <small class="muted">{moment(sheet.at)} · {sheet.by_name}</small>
              </span>
              <span class={`badge badge--${sheet.state === "applied" ? "good" : sheet.state === "checked" && !sheet.bad ? "info" : "wait"}`}>
                {sheet.state === "checked" && sheet.bad ? w.badRows(sheet.bad) : w.states[sheet.state]}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
