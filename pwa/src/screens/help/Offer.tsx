/** A firm can come: when, and for how much? Yes, or no with a word. */
import { useSignal } from "@preact/signals";

import type { Mine } from "../../data/mine";
import type { RequestForResident } from "../../data/requests";
import { clock, moment } from "../../i18n/dates";
import { helpWords } from "../../i18n/help";
import { useReply } from "./useReply";

export type OfferSeen = NonNullable<RequestForResident["offer"]>;

export function Offer({ offer, request }: { offer: OfferSeen; request: Pick<Mine, "id" | "key"> }) {
  const w = helpWords.value;
  const isNo = useSignal(false);
  const reply = useReply(request, "offer");
  return (
    <section class="card stack" aria-labelledby="offer">
      <Deal offer={offer} id="offer" />
      <p class="small muted">{w.offerHint}</p>
      {isNo.value ? (
        <div class="stack">
          <label class="label" for="offer-why">{w.offerNoWhy}</label>
          <textarea class="input" id="offer-why" rows={2} maxLength={1000} value={reply.note.value} onInput={(event) => reply.write(event.currentTarget.value)} />
          {reply.error.value && <p class="error" role="alert">{reply.error.value}</p>}
          <button type="button" class="btn btn--wide" onClick={() => void reply.send("disagree", { offer: offer.id })}>{w.offerNoGo}</button>
        </div>
      ) : (
        <div class="pair">
          <button type="button" class="btn" onClick={() => (isNo.value = true)}>{w.offerNo}</button>
          <button type="button" class="btn btn--primary" onClick={() => void reply.send("agree", { offer: offer.id })}>{w.offerYes}</button>
        </div>
      )}
    </section>
  );
}

/** What was offered, or agreed. */
export function Deal({ offer: { firm, fen, comes_at: from, leaves_at: until, note, state }, id }: { offer: OfferSeen; id?: string }) {
  const w = helpWords.value;
  return (
    <div class="stack stack--s">
      <h2 id={id}>{state === "offered" ? w.offerTitle : state === "agreed" ? w.offerAgreed : w.offerDone}</h2>
      <p><b>{w.offerOf(firm, `${moment(from)}–${clock(until)}`, w.yuan(fen))}</b></p>
      {note && <div class="bubble">{note}</div>}
    </div>
  );
}
