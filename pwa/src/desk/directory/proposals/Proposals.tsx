/** What providers would have changed in their own entries, who has waited longest first. */
import "../../../screens/help/form.css";

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Banner } from "../../../components/Banner";
import { Empty } from "../../../components/Empty";
import { SkeletonRows } from "../../../components/Skeleton";
import { say } from "../../../components/Toast";
import { Refused } from "../../../data/api";
import { me } from "../../../data/session";
import { directoryWords } from "../../../i18n/directory";
import { RadioChips } from "../../../screens/help/RadioChips";
import { Frame } from "../../Frame";
import { Sections } from "../Sections";
import { Card } from "./Card";
import { acceptProposal, declineProposal, type Proposal, readProposals, type Shown } from "./proposals";

const STATES: readonly Shown[] = ["open", "accepted", "declined"];

export default function Proposals() {
  const { proposals: w, edit, sections, list } = directoryWords.value;
  const state = useSignal<Shown>("open");
  const items = useSignal<readonly Proposal[] | null>(null);
  const cursor = useSignal<string | null>(null);
  const trouble = useSignal("");

  async function load(from: string | null = null): Promise<void> {
    const wanted = state.peek();
    try {
      const page = await readProposals(wanted, from);
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

  async function decide(work: Promise<void>, said: string): Promise<void> {
    try {
      await work;
      say(said);
    } catch (error) {
      if (!(error instanceof Refused)) return say(edit.failed);
      const { by_name: name } = error.problem as { by_name?: string };
      const field = error.problem.errors?.[0]?.message;
      say(error.status === 412 ? w.moved : error.status === 409 && name ? directoryWords.value.mistakes.faster(name) : (field ?? error.message));
    }
    await load();
  }

  return (
    <Frame title={sections.proposals} at="directory">
      <div class="desk__head">
        <h1>{sections.label}</h1>
      </div>
      <Sections />
      <div class="mistakes__states">
        <RadioChips name="proposals-state" legend={list.state} hideLegend look="seg" options={STATES.map((value) => ({ value, label: w.states[value] }))} value={state.value} onChange={(value) => (state.value = value)} />
      </div>
      {trouble.value && <Banner kind="bad" action={<button type="button" class="textbtn" onClick={() => void load()}>{edit.retry}</button>}>{trouble.value}</Banner>}
      {!items.value && !trouble.value && <SkeletonRows rows={5} />}
      {items.value?.length === 0 && <Empty art="row" title={w.empty[state.value]}>{w.emptyHint}</Empty>}
      {items.value && items.value.length > 0 && (
        <ul class="stack mistakes">
          {items.value.map((proposal) => (
            <li key={proposal.id}>
              <Card
                proposal={proposal}
                onAccept={(words) => decide(acceptProposal(proposal, words), w.said.accepted)}
                onDecline={(words) => decide(declineProposal(proposal, words), w.said.declined)}
              />
            </li>
          ))}
        </ul>
      )}
      {cursor.value && <button type="button" class="btn" onClick={() => void load(cursor.value)}>{list.more}</button>}
    </Frame>
  );
}
