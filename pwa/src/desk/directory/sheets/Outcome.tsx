/** What a sheet would change, or what is wrong in it, cell by cell. */
import type { Signal } from "@preact/signals";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Banner } from "../../../components/Banner";
import { directoryWords } from "../../../i18n/directory";
import { type Change, type Fault, listChanges, listFaults, type Sheet } from "./sheets";

type OutcomeProps = { sheet: Sheet; isBusy: boolean; onApply: () => void };

export function Outcome({ sheet, isBusy, onApply }: OutcomeProps) {
  const { sheets: w } = directoryWords.value;
  const { state, added, changed, unchanged, bad } = sheet;
  if (state === "checking" || state === "applying") {
    return (
      <section class="card stack" aria-live="polite">
        <h2>{sheet.name}</h2>
        <p>{state === "checking" ? w.checking(sheet.rows) : w.applying}</p>
        <progress class="sheets__bar" aria-label={sheet.name} />
      </section>
    );
  }
  if (state === "refused") return <Banner kind="bad" lead={sheet.name}> {[sheet.fault?.message, sheet.fault?.value].filter(Boolean).join(" ")}</Banner>;
  if (state === "failed") return <Banner kind="bad" lead={sheet.name}> {w.failed}</Banner>;
  return (
    <section class="card stack" aria-live="polite">
      <h2>{sheet.name}</h2>
      <ul class="cluster sheets__counts">
        <Count n={added} label={w.added} look="good" />
        <Count n={changed} label={w.changed} look="info" />
        <Count n={unchanged} label={w.unchanged} look="line" />
        <Count n={bad} label={w.bad} look="bad" />
      </ul>
      {bad > 0 && <Faults sheet={sheet} />}
      {bad === 0 && added + changed > 0 && <Changes sheet={sheet} />}
      {bad === 0 && added + changed === 0 && <p>{w.nothing}</p>}
      {state === "checked" && bad === 0 && added + changed > 0 && (
        <button type="button" class="btn btn--primary" aria-busy={isBusy} onClick={onApply}>{w.apply(added + changed)}</button>
      )}
      {state === "applied" && <p class="badge badge--good badge--big">{w.applied(added, changed)}</p>}
    </section>
  );
}

function Count({ n, label, look }: { n: number; label: string; look: string }) {
  return (
    <li class={`badge badge--${n ? look : "line"} badge--big`}>
      {label} <b class="num">{n}</b>
    </li>
  );
}

function Faults({ sheet }: { sheet: Sheet }) {
  const { sheets: w, list } = directoryWords.value;
  const [items, more] = usePages<Fault>((cursor) => listFaults(sheet, cursor));
  return (
    <>
      <p>{w.mend}</p>
      <div class="wrap">
        <table class="table">
          <thead>
            <tr>{w.faultHeads.map((head) => <th key={head} scope="col">{head}</th>)}</tr>
          </thead>
          <tbody>
            {items.value.map((fault) => (
              <tr key={fault.cell + fault.message}>
                <td class="num nowrap">{fault.cell}</td>
                <td>{fault.column}</td>
                <td class="sheets__value">{fault.value || w.emptyCell}</td>
                <td>{fault.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {more.value && <button type="button" class="btn btn--small" onClick={more.value}>{list.more}</button>}
    </>
  );
}

function Changes({ sheet }: { sheet: Sheet }) {
  const { sheets: w, list } = directoryWords.value;
  const [items, more] = usePages<Change>((cursor) => listChanges(sheet, cursor));
  return (
    <>
      <ul class="rows">
        {items.value.map((change) => (
          <li key={change.service} class="sheets__change">
            <span>{change.name} <small class="muted">{w.row(change.row)}</small></span>
            <span class="small">{change.act === "added" ? w.added : w.fields(change.fields.map((field) => w.columns[field] ?? field))}</span>
          </li>
        ))}
      </ul>
      {more.value && <button type="button" class="btn btn--small" onClick={more.value}>{list.more}</button>}
    </>
  );
}

type Page<T> = { items: T[]; next_cursor: string | null };

/** Pages as they are asked for; `more` asks for the next one, null at the end. */
function usePages<T>(read: (cursor: string | null) => Promise<Page<T>>): [Signal<readonly T[]>, Signal<(() => void) | null>] {
  const items = useSignal<readonly T[]>([]);
  const more = useSignal<(() => void) | null>(null);
  const load = (cursor: string | null): void =>
    void read(cursor).then((page) => {
      items.value = [...(cursor ? items.peek() : []), ...page.items];
      const next = page.next_cursor;
      more.value = next ? () => load(next) : null;
    }, () => (more.value = () => load(cursor)));
  useEffect(() => load(null), []);
  return [items, more];
}
