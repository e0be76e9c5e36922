/** What residents say is wrong with our services, who has waited longest first: put it right, or say why not. */
import "../../screens/help/form.css";

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Banner } from "../../components/Banner";
import { Empty } from "../../components/Empty";
import { SkeletonRows } from "../../components/Skeleton";
import { say } from "../../components/Toast";
import { Refused } from "../../data/api";
import { me } from "../../data/session";
import { directoryWords } from "../../i18n/directory";
import { RadioChips } from "../../screens/help/RadioChips";
import { Frame } from "../Frame";
import { handleMistake, type Mistake, type MistakeState, openMistakes, readMistakes } from "./mistakes";
import { MistakeCard } from "./MistakeCard";
import { Sections } from "./Sections";

const STATES: readonly MistakeState[] = ["open", "done", "dismissed"];

export default function Mistakes() {
  const { mistakes: w, edit } = directoryWords.value;
  const state = useSignal<MistakeState>("open");
  const items = useSignal<readonly Mistake[] | null>(null);
  const cursor = useSignal<string | null>(null);
  const trouble = useSignal("");

  async function load(from: string | null = null): Promise<void> {
    const wanted = state.peek();
    try {
      const page = await readMistakes(wanted, from);
      if (wanted !== state.peek()) return; // another was chosen meanwhile
      items.value = from ? [...(items.peek() ?? []), ...page.items] : page.items;
      cursor.value = page.next_cursor;
      trouble.value = "";
    } catch (error) {
      trouble.value = edit.failed;
      if (error instanceof Refused && error.status === 401) me.value = null;
    }
  }
  useEffect(() => {
    items.value = null;
    if (me.value?.kind === "staff") void load();
  }, [state.value]);

  async function handle(mistake: Mistake, to: MistakeState, words: string): Promise<void> {
    try {
      const version = await handleMistake(mistake, to, words);
      items.value = (items.peek() ?? []).filter(({ id }) => id !== mistake.id);
      openMistakes.value = Math.max(0, (openMistakes.peek() ?? 0) + (to === "open" ? 1 : mistake.state === "open" ? -1 : 0));
      const undo = { label: w.undo, act: () => void handle({ ...mistake, version, state: to }, mistake.state, mistake.answer).then(() => load()) };
      say(to === "open" ? w.said.open : { text: w.said[to], undo });
    } catch (error) {
      if (!(error instanceof Refused)) return say(edit.failed);
      const { by_name } = error.problem as { by_name?: string };
      say(error.status === 409 && by_name ? w.faster(by_name) : error.message);
      await load();
    }
  }

  return (
    <Frame title={directoryWords.value.sections.mistakes} at="directory">
      <div class="desk__head">
        <h1>{directoryWords.value.sections.label}</h1>
      </div>
      <Sections />
      <div class="mistakes__states">
        <RadioChips
          name="mistakes-state"
          legend={w.state}
          hideLegend
          look="seg"
          options={STATES.map((value) => ({ value, label: w.states[value] }))}
          value={state.value}
          onChange={(value) => (state.value = value)}
        />
      </div>
      {trouble.value && <Banner kind="bad" action={<button type="button" class="textbtn" onClick={() => void load()}>{edit.retry}</button>}>{trouble.value}</Banner>}
      {!items.value && !trouble.value && <SkeletonRows rows={5} />}
      {items.value?.length === 0 && <Empty art="row" title={w.empty[state.value]}>{w.emptyHint[state.value]}</Empty>}
      {items.value && items.value.length > 0 && (
        <ul class="stack mistakes">
          {items.value.map((mistake) => (
            <li key={mistake.id}>
              <MistakeCard mistake={mistake} onHandle={(to, words) => handle(mistake, to, words)} />
            </li>
          ))}
        </ul>
      )}
      {cursor.value && <button type="button" class="btn" onClick={() => void load(cursor.value)}>{directoryWords.value.list.more}</button>}
    </Frame>
  );
}
