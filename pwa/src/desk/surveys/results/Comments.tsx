/** What people wrote in their own words, masked, of the city or a district: never of a smaller place. */
import { useSignal } from "@preact/signals";

import { say } from "../../../components/Toast";
import { answer, api, Refused } from "../../../data/api";
import type { components } from "../../../data/api.gen";
import { me } from "../../../data/session";
import { numberWords } from "../../../i18n/numberdesk";
import { groupOf } from "../../number/said";

type Group = components["schemas"]["Group"];
type Comment = components["schemas"]["Comment"];
const GROUPS: readonly Group[] = ["residents", "migrants", "units"];
const DISTRICT = /^\d{6}0{6}$/; // a district, or the city
const READERS: readonly string[] = ["statistician", "manager", "auditor"];

export function Comments({ wave }: { wave: string }) {
  const words = numberWords.value;
  const w = words.comments;
  const group = useSignal<Group>("residents");
  const items = useSignal<Comment[] | null>(null);
  const next = useSignal<string | null>(null);
  const isBusy = useSignal(false);
  const own = me.value?.rights.find(({ role, division }) => READERS.includes(role) && DISTRICT.test(division ?? ""));
  const division = own?.division;
  if (!division) return null;

  async function read(cursor: string): Promise<void> {
    if (isBusy.peek() || !division) return;
    isBusy.value = true;
    try {
      const query = { division, group: group.peek(), ...(cursor && { cursor }) };
      const page = await answer(api.GET("/api/desk/waves/{wave_id}/comments", { params: { path: { wave_id: wave }, query } }));
      items.value = cursor ? [...(items.peek() ?? []), ...page.items] : page.items;
      next.value = page.next_cursor;
    } catch (error) {
      say(error instanceof Refused ? error.message : words.failed);
    }
    isBusy.value = false;
  }
  const choose = (chosen: Group): void => {
    group.value = chosen;
    items.value = null;
    next.value = null;
  };
  return (
    <section class="card stack">
      <h2>{w.title}</h2>
      <p class="small muted">{w.hint}</p>
      <div class="cluster">
        <label class="field"><span>{w.group}</span>
          <select class="input" value={group.value} onChange={(event) => choose(event.currentTarget.value as Group)}>
            {GROUPS.map((one) => <option key={one} value={one}>{groupOf(one)}</option>)}
          </select>
        </label>
        {!items.value && <button type="button" class="btn btn--small" aria-busy={isBusy.value} onClick={() => void read("")}>{w.read(own.division_name ?? "")}</button>}
      </div>
      {items.value && (items.value.length ? (
        <ul class="stack stack--s results__words" tabIndex={-1}>
          {items.value.map((one, place) => <li key={place}>{one.text} <small class="muted">{one.kind === "open" ? w.open : ""}</small></li>)}
        </ul>
      ) : <p class="muted">{w.none}</p>)}
      {next.value && <p><button type="button" class="btn btn--small" aria-busy={isBusy.value} onClick={() => void read(next.value ?? "")}>{w.more}</button></p>}
    </section>
  );
}
