/** Whom to call: what this machine has not sent yet, who was promised a number, and who hung up before all was said. */
import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Icon } from "../../components/Icon";
import { me } from "../../data/session";
import { moment } from "../../i18n/dates";
import { intakeWords } from "../../i18n/intake";
import { call } from "./call";
import { type CutOff, listCutOff } from "./data";
import { finished, forget, type Finished } from "./kept";
import { inFours } from "./spoken";

type CallBacksProps = { version: Signal<number>; goOn: (cut: CutOff) => void; edit: (row: Finished) => void };

/** `version`: another one, and the list is asked for anew. */
export function CallBacks({ version, goOn, edit }: CallBacksProps) {
  const w = intakeWords.value;
  const cut = useSignal<readonly CutOff[] | null>(null);
  const more = useSignal<string | null>(null);
  const failed = useSignal(false);
  const load = async (cursor: string | null = null): Promise<void> => {
    try {
      const page = await listCutOff(cursor);
      cut.value = cursor ? [...(cut.peek() ?? []), ...page.items] : page.items;
      more.value = page.next_cursor;
      failed.value = false;
    } catch {
      failed.value = true;
    }
  };
  useEffect(() => void load(), [version.value]);

  const rest = finished.value.filter((row) => row.call.id !== call.value.id);
  const waiting = rest.filter(({ taken, problem }) => !taken && !problem);
  const strangers = new Set(waiting.filter(({ by }) => by !== me.value?.id).map(({ byName }) => byName));
  const isEmpty = !failed.value && cut.value?.length === 0 && rest.length === 0;
  return (
    <section class="card stack" aria-labelledby="callbacks-title">
      <h2 id="callbacks-title">{w.listTitle}</h2>
      {waiting.length > 0 && (
        <div class="intake__unsent" role="status">
          <b><Icon name="tray-arrow-up" size="s" /> {w.unsent(waiting.length)}</b>
          <p class="small">{w.unsentText}</p>
          {[...strangers].map((name) => <p class="small" key={name}>{w.unsentOf(name)}</p>)}
        </div>
      )}
      <ul class="rows intake__calls">
        {rest.map((row) => (row.taken || row.problem) && <Late key={row.call.id} row={row} edit={edit} />)}
        {cut.value?.map((one) => (
          <li key={one.id} class="stack stack--s">
            <span class="between"><b class="num">{one.phone_masked}</b><span class="small muted">{one.speaks === "local" ? w.local("") : one.speaks}</span></span>
            <span class="small clip2">{one.words}</span>
            <span class="small muted">{w.cutOff(one.taker_name, moment(one.sent_at))}</span>
            <button type="button" class="btn btn--small" onClick={() => goOn(one)}><Icon name="phone-outgoing" size="s" />{w.goOn}</button>
          </li>
        ))}
      </ul>
      {more.value && <button type="button" class="textbtn" onClick={() => void load(more.value)}>{w.listMore}</button>}
      {failed.value && <p class="small muted">{w.listFailed}</p>}
      {isEmpty && <p class="muted">{w.listNone}</p>}
    </section>
  );
}

/** It left after the call was over: somebody waits for the number. Or it was not taken, and must be looked at. */
function Late({ row, edit }: { row: Finished; edit: (row: Finished) => void }) {
  const w = intakeWords.value;
  const { call: one, taken, problem } = row;
  return (
    <li class="stack stack--s">
      <b>{taken ? w.toTell : w.notTaken}</b>
      <span class="num">{one.phone}</span>
      {taken ? (
        <>
          <span class="num">{w.say.number(inFours(taken.number))}</span>
          <span class="num">{w.say.code(inFours(taken.lookup_code))}</span>
          <button type="button" class="btn btn--small" onClick={() => void forget(one.id)}>{w.toldNow}</button>
        </>
      ) : (
        <>
          <span class="small">{problem?.errors?.[0]?.message ?? problem?.detail}</span>
          <button type="button" class="btn btn--small" onClick={() => edit(row)}>{w.edit}</button>
        </>
      )}
    </li>
  );
}
