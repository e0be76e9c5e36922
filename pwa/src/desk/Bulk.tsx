/** One act on many: each its own step, so that what fails fails alone and is named. */
import { useSignal } from "@preact/signals";

import { Sheet } from "../components/Sheet";
import { queueWords } from "../i18n/queue";
import { AssignSheet } from "./AssignSheet";
import { type Card, type StepWords, takeStep } from "./data";
import { list, picked } from "./queue";
import { TransferSheet } from "./TransferSheet";
import { whyNot } from "./whyNot";

const AT_ONCE = 3; // steps on their way

type Failed = { number: string; why: string };
type Work = { done: number; of: number; failed: readonly Failed[] };

export function Bulk({ onDone }: { onDone: () => Promise<void> }) {
  const w = queueWords.value;
  const asked = useSignal<"assign" | "transfer" | null>(null);
  const work = useSignal<Work | null>(null);
  const cards = list.value.filter((card) => picked.value.has(card.id));
  const close = (): void => {
    asked.value = null;
  };

  async function take(words: (at: number) => Omit<StepWords, "version">): Promise<void> {
    close();
    work.value = { done: 0, of: cards.length, failed: [] };
    await each(cards, async (card, at) => {
      const now = work.peek() ?? { done: 0, of: 0, failed: [] };
      try {
        await takeStep(card.id, { ...words(at), version: card.version });
        work.value = { ...(work.peek() ?? now), done: (work.peek()?.done ?? 0) + 1 };
      } catch (error) {
        const failed = [...(work.peek()?.failed ?? []), { number: card.number, why: whyNot(error) }];
        work.value = { ...(work.peek() ?? now), failed };
      }
    });
    picked.value = new Set();
    await onDone();
  }
  const under = work.value;
  const isOver = under !== null && under.done + under.failed.length === under.of;

  return (
    <>
      {cards.length > 0 && (
        <div class="bulk" role="region" aria-label={w.chosen(cards.length)}>
          <b class="num">{w.chosen(cards.length)}</b>
          <button type="button" class="btn btn--small btn--primary" onClick={() => (asked.value = "assign")}>{w.assign}</button>
          <button type="button" class="btn btn--small" onClick={() => (asked.value = "transfer")}>{w.transfer}</button>
          <button type="button" class="textbtn" onClick={() => (picked.value = new Set())}>{w.chooseNone}</button>
        </div>
      )}
      {under && !isOver && <p role="status">{w.bulkWorking(under.done + under.failed.length, under.of)}</p>}
      {asked.value === "assign" && (
        <AssignSheet holder={narrowest(cards)} many={cards.length} onClose={close} onGo={(to) => take((at) => ({ act: "assign", to: to[at % to.length] ?? "" }))} />
      )}
      <TransferSheet open={asked.value === "transfer"} onClose={close} onGo={(to) => take(() => ({ act: "transfer", to }))} />
      <Sheet open={isOver} onClose={() => (work.value = null)} title={under?.failed.length ? w.bulkSome(under.done, under.failed.length) : w.bulkDone(under?.done ?? 0)}>
        {under && under.failed.length > 0 && (
          <ul class="stack">
            {under.failed.map(({ number, why }) => <li key={number}><b class="num">{number}</b> {why}</li>)}
          </ul>
        )}
        <button type="button" class="btn btn--wide" onClick={() => (work.value = null)}>{w.close}</button>
      </Sheet>
    </>
  );
}

/** Some at once, all in the end. */
async function each(cards: readonly Card[], act: (card: Card, at: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < cards.length; at = next++) {
      const card = cards[at];
      if (card) await act(card, at);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

const DIGITS = [12, 9, 6, 4];

/** The lowest division that holds all of them: whoever works there may take any. */
export function narrowest(cards: readonly Card[]): string {
  const [first = "", ...rest] = cards.map((card) => (/^\d{12}$/.test(card.holder) ? card.holder : card.place));
  const length = DIGITS.find((digits) => rest.every((code) => code.slice(0, digits) === first.slice(0, digits))) ?? 4;
  return first.slice(0, length).padEnd(12, "0");
}
