/** The letters of a webhook that were given up, and how they are sent again. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Sheet } from "../../components/Sheet";
import { say } from "../../components/Toast";
import { moment } from "../../i18n/dates";
import { keysWords } from "../../i18n/keys";
import { type DeadLetters, type Hook, listDead, retryAll, retryOne } from "./programs";

const NONE: DeadLetters = { items: [], next_cursor: null };
type DeadProps = { hook: Hook | null; onClose: () => void; onChange: () => void };

export function Dead({ hook, onClose, onChange }: DeadProps) {
  const w = keysWords.value;
  const letters = useSignal(NONE);
  const id = hook?.id ?? "";
  const trying = (work: Promise<void>): Promise<void> => work.catch(() => say(w.failed));
  useEffect(() => {
    letters.value = NONE;
    if (id) void trying(listDead(id).then((found) => void (letters.value = found)));
  }, [id]);

  const more = async (): Promise<void> => {
    const found = await listDead(id, letters.peek().next_cursor ?? "");
    letters.value = { ...found, items: [...letters.peek().items, ...found.items] };
  };
  const again = async (step?: string): Promise<void> => {
    await (step ? retryOne(id, step) : retryAll(id));
    letters.value = step ? { ...letters.peek(), items: letters.peek().items.filter((letter) => letter.step !== step) } : NONE;
    say(w.queued);
    onChange();
    if (letters.peek().items.length === 0) onClose();
  };
  return (
    <Sheet open={hook !== null} onClose={onClose} title={hook ? w.dead(hook.dead) : ""}>
      <p class="muted">{w.deadHint}</p>
      <ul class="rows">
        {letters.value.items.map((letter) => (
          <li key={letter.step} class="between">
            <span class="grow">
              <a href={`/desk/r/${letter.request}`}>{letter.number}</a>
              <span class="row__sub">{[w.event[letter.event], moment(letter.at), letter.trouble].join(" · ")}</span>
            </span>
            <button type="button" class="btn btn--small" onClick={() => void trying(again(letter.step))}>{w.again}</button>
          </li>
        ))}
      </ul>
      {letters.value.next_cursor && <button type="button" class="textbtn" onClick={() => void trying(more())}>{w.more}</button>}
      <div class="pair">
        <button type="button" class="btn" onClick={onClose}>{w.close}</button>
        <button type="button" class="btn btn--primary" onClick={() => void trying(again())}>{w.allAgain}</button>
      </div>
    </Sheet>
  );
}
