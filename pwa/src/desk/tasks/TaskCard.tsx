/** One discontent resident: what they said, which request, by when; and the manager's words that end it. */
import { useSignal } from "@preact/signals";

import { Field } from "../../components/Field";
import { Icon } from "../../components/Icon";
import { readable } from "../../data/requests";
import { moment } from "../../i18n/dates";
import { tasksWords } from "../../i18n/tasks";
import { termName } from "../../screens/help/say";
import type { Task } from "./tasks";

type TaskCardProps = { task: Task; now: number; onClose: (note: string) => Promise<void> };

export function TaskCard({ task, now, onClose }: TaskCardProps) {
  const w = tasksWords.value;
  const { rating, reasons = [], note } = task.said;
  const isLate = !task.closed_at && Date.parse(task.due_at) < now;
  return (
    <article class="card stack task" data-late={isLate || undefined}>
      <div class="between">
        <h2>
          {w.kind[task.kind as keyof typeof w.kind]}
          {rating && `：${w.rating[rating] ?? rating}`}
        </h2>
        <span class={isLate ? "badge badge--bad" : "badge badge--wait"}>
          <Icon name={isLate ? "warning-circle-fill" : "clock-bold"} />
          {task.closed_at ? w.closedBy(task.closed_by_name, moment(task.closed_at, now)) : (isLate ? w.overdue : w.due)(moment(task.due_at, now))}
        </span>
      </div>
      <p>{[termName(task.category), task.place_name, w.made(moment(task.made_at, now))].join(" · ")}</p>
      {reasons.length > 0 && <p class="muted">{reasons.map((reason) => w.reasons[reason] ?? reason).join("、")}</p>}
      {note && <p class="bubble">{w.said(note)}</p>}
      {task.note && <p class="course__note">{task.note}</p>}
      <a class="textbtn" href={`/desk/r/${task.request}`}>
        <Icon name="arrow-right" weight="bold" size="s" />
        {w.openRequest(readable(task.number))}
      </a>
      {!task.closed_at && <Closing id={task.id} onClose={onClose} />}
    </article>
  );
}

function Closing({ id, onClose }: { id: string; onClose: (note: string) => Promise<void> }) {
  const w = tasksWords.value;
  const isOpen = useSignal(false);
  const isBusy = useSignal(false);
  const note = useSignal("");
  const error = useSignal("");

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    if (!note.value.trim()) {
      error.value = w.noteMissing;
      document.getElementById(`note-${id}`)?.focus();
      return;
    }
    isBusy.value = true;
    await onClose(note.value.trim());
    isBusy.value = false;
  }

  if (!isOpen.value) return <button type="button" class="btn" onClick={() => (isOpen.value = true)}>{w.handle}</button>;
  return (
    <form class="stack" noValidate onSubmit={(event) => void submit(event)}>
      <Field id={`note-${id}`} label={w.note} hint={w.noteHint} error={error.value || undefined}>
        {(control) => (
          <textarea {...control} class="input" rows={3} maxLength={4000} value={note.value} onInput={(event) => (note.value = event.currentTarget.value)} />
        )}
      </Field>
      <button type="submit" class="btn btn--primary" aria-busy={isBusy.value}>{w.close}</button>
    </form>
  );
}
