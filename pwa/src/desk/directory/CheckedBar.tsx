/** Several that were looked over today, marked so in one go. */
import { type Signal, useSignal } from "@preact/signals";

import { say } from "../../components/Toast";
import { civilDay } from "../../i18n/dates";
import { directoryWords } from "../../i18n/directory";
import { whyNot } from "../whyNot";
import { verify } from "./data";
import type { Row } from "./rows";

type CheckedBarProps = { rows: readonly Row[]; picked: Signal<ReadonlySet<string>>; onDone: () => void };

export function CheckedBar({ rows, picked, onDone }: CheckedBarProps) {
  const w = directoryWords.value.list;
  const busy = useSignal(false);
  const count = picked.value.size;
  const isAll = count === rows.length;
  /** One after the other; what was not done stays picked, and is said. */
  async function mark(): Promise<void> {
    if (!count || busy.value) return;
    busy.value = true;
    const left = new Set(picked.value);
    let why = "";
    for (const id of picked.value) {
      try {
        await verify("services", id, civilDay(Date.now()));
        left.delete(id);
      } catch (error) {
        why = whyNot(error);
      }
    }
    picked.value = left;
    busy.value = false;
    say(left.size ? w.someNotChecked(count - left.size, left.size, why) : w.allChecked(count));
    onDone();
  }
  return (
    <div class="between checkedbar">
      <button type="button" class="textbtn" onClick={() => (picked.value = new Set(isAll ? [] : rows.map(({ id }) => id)))}>{isAll ? w.pickNone : w.pickAll(rows.length)}</button>
      <button type="button" class="btn btn--small" aria-disabled={count === 0} aria-busy={busy.value} onClick={() => void mark()}>{count ? w.checkPicked(count) : w.pickFirst}</button>
    </div>
  );
}
