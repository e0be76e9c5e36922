/** The rows of the directory: a table on a desk, cards on a phone. A row knows by itself whether it is the chosen one, so that a
 *  thousand of them move as fast as ten. */
import { type Signal, useComputed } from "@preact/signals";
import { useLocation } from "preact-iso";

import { directoryWords } from "../../i18n/directory";
import { termName } from "../QueueTable";
import type { Noun } from "./bodies";
import { dateWords } from "./hours/words";
import { divisionName } from "./names";
import type { Row } from "./rows";

/** The id of the link in the row of a thing. */
export const linkOf = (id: string): string => `open-${id}`;

type Picked = Signal<ReadonlySet<string>> | null;
type ListTableProps = { noun: Noun; rows: readonly Row[]; current: Signal<string | null>; picked: Picked; onPick: (id: string) => void; address: (id: string) => string };

export function ListTable({ noun, rows, current, picked, onPick, address }: ListTableProps) {
  const w = directoryWords.value.list;
  return (
    <div class="card card--flush queue__box">
      <table class={`table queue listing listing--${noun}${picked ? " listing--pick" : ""}`}>
        <thead>
          <tr>
            {picked && <th><span class="vh">{w.keys.pick}</span></th>}
            {(w.heads[noun] ?? []).map((head) => <th key={head}>{head}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => <Line key={row.id} noun={noun} row={row} current={current} picked={picked} onPick={onPick} href={address(row.id)} />)}
        </tbody>
      </table>
    </div>
  );
}

type LineProps = { noun: Noun; row: Row; current: Signal<string | null>; picked: Picked; onPick: (id: string) => void; href: string };

function Line({ noun, row, current, picked, onPick, href }: LineProps) {
  const w = directoryWords.value;
  const { route } = useLocation();
  const isChosen = useComputed(() => current.value === row.id);
  const isPicked = useComputed(() => picked?.value.has(row.id) ?? false);
  const open = (): void => {
    current.value = row.id;
    route(href);
  };
  return (
    <tr aria-selected={isChosen} onClick={open}>
      {picked && (
        <td class="listing__pick" onClick={(event) => event.stopPropagation()}>
          <input type="checkbox" class="pick" aria-label={w.list.pick(row.name)} checked={isPicked} onChange={() => onPick(row.id)} />
        </td>
      )}
      <td class="queue__what">
        <a id={linkOf(row.id)} class="queue__title" href={href} onClick={() => (current.value = row.id)}>{row.name || w.edit.unnamed}</a>
        <span class="small muted listing__sub">{subOf(noun, row)}</span>
      </td>
      {noun === "services" && <td class="listing__kind">{row.category ? termName(row.category) : ""}</td>}
      {noun === "organizations" && <td class="listing__kind">{w.organization.kinds[row.kind ?? ""] ?? row.kind}</td>}
      <td class="listing__owner">{divisionName(row.owner)}</td>
      <td class="listing__state"><State noun={noun} row={row} /></td>
    </tr>
  );
}

function subOf(noun: Noun, row: Row): string {
  if (noun === "services") return row.organization_name ?? "";
  return (noun === "locations" ? row.address : row.phone) ?? "";
}

function State({ noun, row }: { noun: Noun; row: Row }) {
  const { list: w, edit } = directoryWords.value;
  if (row.deleted_at) return <span class="badge badge--bad">{edit.badges.deleted}</span>;
  return (
    <span class="cluster">
      {row.version === 0 && <span class="badge">{edit.badges.fresh}</span>}
      {row.draft_by && <span class="badge badge--wait">{w.draftBy(row.draft_by)}</span>}
      {noun === "services" && row.version > 0 && (
        <span class={row.is_stale ? "badge badge--wait" : "small muted"}>{row.verified_on ? w.verifiedOn(dateWords(row.verified_on)) : w.neverVerified}</span>
      )}
    </span>
  );
}
