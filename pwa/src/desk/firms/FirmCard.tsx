/** Which firm has it, where that stands; send one, or take it back. */
import "./firms.css";

import { useSignal } from "@preact/signals";

import { Sheet } from "../../components/Sheet";
import { say } from "../../components/Toast";
import { Refused } from "../../data/api";
import { day, moment } from "../../i18n/dates";
import { firmsWords } from "../../i18n/firms";
import type { RequestForDesk } from "../data";
import { type Dispatch, offerWords, takeBack, wishWords } from "./data";
import { SendSheet } from "./SendSheet";

const LOOK = { sent: "wait", offered: "wait", agreed: "good", done: "good", over: "line" } as const;

export function FirmCard({ request, reload }: { request: RequestForDesk; reload: () => Promise<void> }) {
  const w = firmsWords.value;
  const open = useSignal<"send" | "back" | null>(null);
  const { dispatch, window: wish } = request;
  const acts = new Set<string>(request.acts);
  if (!dispatch && !acts.has("dispatch") && !wish) return null;
  return (
    <section class="card stack" aria-labelledby="firm-card">
      <div class="between">
        <h2 id="firm-card">{w.card}</h2>
        {dispatch && <span class={`badge badge--${LOOK[dispatch.state]}`}>{w.badge[dispatch.state]}</span>}
      </div>
      {wish && <p>{w.wished}：<b>{wishWords(wish.on, wish.part, day)}</b></p>}
      {dispatch ? <Stands dispatch={dispatch} /> : <p class="muted">{w.none}</p>}
      <div class="cluster">
        {acts.has("dispatch") && <button type="button" class="btn btn--small" onClick={() => (open.value = "send")}>{dispatch ? w.again : w.send}</button>}
        {dispatch && acts.has("hand_back") && <button type="button" class="btn btn--small" onClick={() => (open.value = "back")}>{w.takeBack}</button>}
      </div>
      {open.value === "send" && <SendSheet request={request} reload={reload} onClose={() => (open.value = null)} />}
      {dispatch && open.value === "back" && <BackSheet request={request} dispatch={dispatch} reload={reload} onClose={() => (open.value = null)} />}
    </section>
  );
}

function Stands({ dispatch }: { dispatch: Dispatch }) {
  const w = firmsWords.value;
  const { name, state, why, due_at: due, offer, made_at: at, made_by_name: by } = dispatch;
  return (
    <div class="stack stack--s">
      <p><b>{state === "over" ? [name, w.why[why]].filter(Boolean).join("：") : w.states[state](name, moment(due))}</b></p>
      {offer && <p>{offerWords(offer)}</p>}
      {offer?.note && <p class="bubble">{offer.note}</p>}
      <p class="small muted">{`${by} · ${moment(at)}`}</p>
    </div>
  );
}

type BackProps = { request: RequestForDesk; dispatch: Dispatch; reload: () => Promise<void>; onClose: () => void };

function BackSheet({ request, dispatch, reload, onClose }: BackProps) {
  const w = firmsWords.value;
  const note = useSignal("");
  const isBusy = useSignal(false);
  async function go(): Promise<void> {
    if (isBusy.peek()) return;
    isBusy.value = true;
    try {
      await takeBack(request.id, dispatch.id, { version: request.version, note: note.peek().trim() });
      say(w.taken);
    } catch (error) {
      say(error instanceof Refused ? error.message : w.failed);
    }
    await reload();
    onClose();
  }
  return (
    <Sheet open onClose={onClose} title={w.takeBackTitle(dispatch.name)}>
      <div class="stack">
        <p class="muted">{w.takeBackHint}</p>
        <label class="label" for="back-note">{w.takeBackNote}</label>
        <textarea class="input" id="back-note" rows={2} value={note.value} onInput={(event) => (note.value = event.currentTarget.value)} />
        <button type="button" class="btn btn--primary btn--wide" aria-busy={isBusy.value} onClick={() => void go()}>{w.takeBack}</button>
      </div>
    </Sheet>
  );
}
