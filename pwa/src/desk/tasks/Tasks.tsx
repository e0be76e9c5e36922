/** Who is not content, and waits for a manager? The first due first; each ends with words. */
import "../../screens/help/form.css";
import "./tasks.css";

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Banner } from "../../components/Banner";
import { Empty } from "../../components/Empty";
import { SkeletonRows } from "../../components/Skeleton";
import { say } from "../../components/Toast";
import { Refused, Unreachable } from "../../data/api";
import { me } from "../../data/session";
import { tasksWords } from "../../i18n/tasks";
import { RadioChips } from "../../screens/help/RadioChips";
import { Frame } from "../Frame";
import { TaskCard } from "./TaskCard";
import { closeTask, readTasks, type Show, type Task, type Tasks as Page } from "./tasks";

const SHOWS: readonly Show[] = ["open", "closed"];

export default function Tasks() {
  const w = tasksWords.value;
  const show = useSignal<Show>("open");
  const items = useSignal<readonly Task[] | null>(null);
  const page = useSignal<Page | null>(null);
  const trouble = useSignal("");

  async function load(from: string | null = null): Promise<void> {
    const wanted = show.peek();
    try {
      const next = await readTasks(wanted, from);
      if (wanted !== show.peek()) return; // the other was chosen meanwhile
      items.value = from ? [...(items.peek() ?? []), ...next.items] : next.items;
      page.value = next;
      trouble.value = "";
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
      if (error instanceof Refused && error.status === 401) me.value = null;
      trouble.value = error instanceof Refused && error.status === 403 ? w.notManager : w.failed;
    }
  }
  useEffect(() => {
    items.value = null;
    if (me.value?.kind === "staff") void load();
  }, [show.value]);

  async function close(task: Task, note: string): Promise<void> {
    try {
      await closeTask(task.id, note);
      say(w.closed);
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
      say(error instanceof Refused ? error.message : w.failed);
      if (error instanceof Unreachable) return; // the words stay on the screen
    }
    await load();
  }

  const { counts, next_cursor: cursor } = page.value ?? {};
  const now = Date.now();
  return (
    <Frame title={w.title} at="tasks">
      <div class="desk__head">
        <h1>{w.title}</h1>
        {counts && <p role="status">{w.counts(counts.open, counts.overdue)}</p>}
      </div>
      <p class="muted tasks__lead">{w.lead}</p>
      <RadioChips
        name="tasks-show"
        legend={w.shows}
        hideLegend
        look="seg"
        options={SHOWS.map((value) => ({ value, label: w.show[value] }))}
        value={show.value}
        onChange={(value) => (show.value = value)}
      />
      {trouble.value && <Banner kind="bad" action={<button type="button" class="textbtn" onClick={() => void load()}>{w.retry}</button>}>{trouble.value}</Banner>}
      {!items.value && !trouble.value && <SkeletonRows rows={4} />}
      {items.value?.length === 0 && <Empty art="row" title={w.empty[show.value]}>{w.emptyHint[show.value]}</Empty>}
      <ul class="stack tasks">
        {items.value?.map((task) => (
          <li key={task.id}>
            <TaskCard task={task} now={now} onClose={(note) => close(task, note)} />
          </li>
        ))}
      </ul>
      {cursor && <button type="button" class="btn" onClick={() => void load(cursor)}>{w.more}</button>}
    </Frame>
  );
}
