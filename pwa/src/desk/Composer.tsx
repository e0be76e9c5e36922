/** A word to the resident, and beside it, in another colour, a note for colleagues: never to be taken for each other. */
import { type Signal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";

import { FieldError } from "../components/Field";
import { Icon } from "../components/Icon";
import type { Typed } from "../data/typed";
import { deskWords } from "../i18n/desk";
import { queueWords } from "../i18n/queue";
import type { RequestForDesk } from "./data";
import { Phrases } from "./Phrases";
import type { Act } from "./Request";

type ComposerProps = {
  request: RequestForDesk;
  typed: Signal<Typed>;
  write: (change: Partial<Typed>) => void;
  act: Act;
  words: RefObject<HTMLTextAreaElement>;
  next: () => void;
};

/** A mobile number, or a landline with its area code. */
const PHONE = /1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}|0\d{2,3}[\s-]?\d{7,8}/;

export function Composer({ request, typed, write, act, words, next }: ComposerProps) {
  const w = deskWords.value;
  const phrases = useSignal(false);
  const busy = useSignal(false);
  const doubt = useSignal(""); // the words about which we asked once
  const noteDoubt = useSignal(""); // and those of the note

  async function send(): Promise<boolean> {
    const note = typed.value.reply.trim();
    if (!note || busy.value) return false;
    if (PHONE.test(note) && doubt.value !== note) {
      doubt.value = note;
      return false;
    }
    busy.value = true;
    const sent = await act({ act: "message", note }, w.sent);
    if (sent) write({ reply: "" });
    busy.value = false;
    return sent;
  }
  async function keepNote(): Promise<void> {
    const note = typed.value.note.trim();
    if (PHONE.test(note) && noteDoubt.value !== note) {
      noteDoubt.value = note;
      return;
    }
    if (note && (await act({ act: "message", note, internal: true }, w.noted))) write({ note: "" });
  }
  const sendAndGoOn = async (event: KeyboardEvent): Promise<void> => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (await send()) next();
  };
  const isNoteDoubtful = noteDoubt.value !== "" && noteDoubt.value === typed.value.note.trim();
  const isDoubtful = doubt.value !== "" && doubt.value === typed.value.reply.trim();

  return (
    <section class="card stack">
      <label class="label" for="reply">{w.reply}</label>
      <div class="composer">
        <textarea
          class="input"
          id="reply"
          ref={words}
          placeholder={w.replyEmpty}
          aria-describedby={isDoubtful ? "reply-doubt" : undefined}
          value={typed.value.reply}
          onInput={(event) => write({ reply: event.currentTarget.value })}
          onKeyDown={(event) => void sendAndGoOn(event)}
        />
        <footer>
          <button type="button" class="textbtn" onClick={() => (phrases.value = true)}><Icon name="chat-text" size="s" />{w.phrases}</button>
          <span class="grow" />
          <span class="small faint only-desk"><kbd>Ctrl</kbd> <kbd>Enter</kbd></span>
          <button type="button" class="btn btn--primary btn--small" aria-busy={busy.value} onClick={() => void send()}>
            {busy.value ? w.sending : isDoubtful ? w.sendAnyway : w.send}
          </button>
        </footer>
      </div>
      {isDoubtful && <div role="alert"><FieldError id="reply-doubt">{w.holdsPhone}</FieldError></div>}
      <div class="composer composer--note">
        <label class="label" for="note"><Icon name="lock-simple" weight="fill" size="s" />{w.note}</label>
        <textarea
          class="input"
          id="note"
          placeholder={w.noteEmpty}
          aria-describedby={isNoteDoubtful ? "note-doubt" : undefined}
          value={typed.value.note}
          onInput={(event) => write({ note: event.currentTarget.value })}
        />
        <footer>
          <span class="grow" />
          <button type="button" class="btn btn--small" onClick={() => void keepNote()}>{isNoteDoubtful ? queueWords.value.keepAnyway : w.keepNote}</button>
        </footer>
      </div>
      {isNoteDoubtful && <div role="alert"><FieldError id="note-doubt">{queueWords.value.noteHoldsPhone}</FieldError></div>}
      <Phrases
        open={phrases}
        due={request.due_at}
        onChoose={(phrase) => {
          write({ reply: [typed.value.reply, phrase].filter(Boolean).join("\n") });
          words.current?.focus();
        }}
      />
    </section>
  );
}
