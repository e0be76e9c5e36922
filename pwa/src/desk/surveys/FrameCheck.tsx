/** What a file of the frame would bring, or what is wrong in it, row by row. */
import { wavesWords } from "../../i18n/waves";
import { plain } from "../figures/measures";
import type { FrameSaid } from "./data";

export function FrameCheck({ said, isBusy, onTake }: { said: FrameSaid; isBusy: boolean; onTake: () => void }) {
  const w = wavesWords.value;
  if (!said.fault_count) {
    return (
      <div class="stack stack--s" aria-live="polite">
        <p><b>{w.good(plain(said.rows), plain(said.strata), plain(said.population))}</b></p>
        {said.replaced > 0 && <p>{w.replaces(plain(said.replaced))}</p>}
        <p><button type="button" class="btn btn--primary" aria-busy={isBusy} onClick={onTake}>{w.take}</button></p>
      </div>
    );
  }
  return (
    <div class="stack stack--s" role="alert">
      <p><b>{w.bad(plain(said.fault_count))}</b>{said.fault_count > said.faults.length && ` ${w.badShown(plain(said.faults.length))}`}</p>
      <div class="waves__wide" role="region" aria-label={w.faultHeads.join(" ")} tabIndex={0}>
        <table class="table">
          <thead>
            <tr>{w.faultHeads.map((head) => <th key={head} scope="col">{head}</th>)}</tr>
          </thead>
          <tbody>
            {said.faults.map((fault) => (
              <tr key={`${fault.row} ${fault.column} ${fault.message}`}>
                <td class="num">{fault.row || w.fileItself}</td>
                <td>{w.columns[fault.column] ?? fault.column}</td>
                <td class="waves__value">{fault.value || w.empty}</td>
                <td>{fault.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
