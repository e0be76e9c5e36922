/** When can they come, and for how much? It begins with what the resident wished for. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";

import { Field } from "../../components/Field";
import { newId } from "../../data/ids";
import { civilDay, clock } from "../../i18n/dates";
import { firmsWords } from "../../i18n/firms";
import { fenOf } from "../money";
import { cityTime } from "./data";
import { type ForFirm, makeOffer } from "./door";
import type { Doing } from "./Firm";

const DAY_MS = 86_400_000;
const HOURS: Record<string, [string, string]> = { morning: ["09:00", "11:00"], afternoon: ["14:00", "16:00"], evening: ["18:30", "20:00"] };
const WORKDAY: [string, string] = ["09:00", "11:00"];

type Form = { day: string; from: string; until: string; yuan: string; note: string };

export function OfferForm({ seen, doing }: { seen: ForFirm; doing: Doing }) {
  const w = firmsWords.value;
  const form = useSignal<Form>(beginning(seen));
  const trouble = useSignal<{ time?: string; price?: string; all?: string }>({});
  const isBusy = useSignal(false);
  const sending = useRef({ id: newId(), words: "" }); // the same words are sent under the same id
  const change = (part: Partial<Form>): void => {
    form.value = { ...form.peek(), ...part };
    trouble.value = {};
  };

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const { day, from, until, yuan, note } = form.peek();
    const [comes, leaves] = [cityTime(day, from), cityTime(day, until)];
    const fen = fenOf(yuan);
    const isTime = comes !== null && leaves !== null && comes > Date.now() && leaves > comes;
    trouble.value = { ...(!isTime && { time: w.timeBad }), ...(fen === null && { price: w.priceBad }) };
    if (!isTime || fen === null) return document.getElementById(isTime ? "offer-price" : "offer-day")?.focus();
    if (isBusy.peek()) return;
    const body = { fen, comes_at: new Date(comes).toISOString(), leaves_at: new Date(leaves).toISOString(), note: note.trim() };
    const words = JSON.stringify(body);
    if (words !== sending.current.words) sending.current = { id: newId(), words };
    isBusy.value = true;
    trouble.value = { all: await doing(() => makeOffer(sending.current.id, body)) };
    isBusy.value = false;
  }
  const { time, price, all } = trouble.value;
  return (
    <form class="card stack" noValidate onSubmit={(event) => void submit(event)} aria-labelledby="offer-title">
      <h2 id="offer-title">{seen.state === "offered" ? w.changeTitle : w.offerTitle}</h2>
      <Field id="offer-day" label={w.day} error={time}>
        {(control) => <input class="input" type="date" min={civilDay(Date.now())} {...control} value={form.value.day} onInput={(event) => change({ day: event.currentTarget.value })} />}
      </Field>
      <div class="firm__pair">
        <Field id="offer-from" label={w.from}>
          {(control) => <input class="input" type="time" {...control} value={form.value.from} onInput={(event) => change({ from: event.currentTarget.value })} />}
        </Field>
        <Field id="offer-until" label={w.until}>
          {(control) => <input class="input" type="time" {...control} value={form.value.until} onInput={(event) => change({ until: event.currentTarget.value })} />}
        </Field>
      </div>
      <Field id="offer-price" label={w.price} hint={w.priceHint} error={price}>
        {(control) => <input class="input num" inputMode="decimal" autocomplete="off" {...control} value={form.value.yuan} onInput={(event) => change({ yuan: event.currentTarget.value })} />}
      </Field>
      <Field id="offer-note" label={w.words} hint={w.wordsHint}>
        {(control) => <textarea class="input" rows={2} maxLength={1000} {...control} value={form.value.note} onInput={(event) => change({ note: event.currentTarget.value })} />}
      </Field>
      {all && <p class="error" role="alert">{all}</p>}
      <button type="submit" class="btn btn--primary btn--wide" aria-busy={isBusy.value}>{w.offer}</button>
    </form>
  );
}

/** What was offered before, or what was wished for, if that lies ahead; else tomorrow. */
function beginning({ offer, wish_on: on, wish_part: part }: ForFirm): Form {
  if (offer) return { day: civilDay(offer.comes_at), from: padded(clock(offer.comes_at)), until: padded(clock(offer.leaves_at)), yuan: String(offer.fen / 100), note: offer.note };
  const [from, until] = HOURS[part] ?? WORKDAY;
  const begins = on ? cityTime(on, from) : null;
  const isAhead = begins !== null && begins > Date.now();
  return { day: isAhead ? on : civilDay(Date.now() + DAY_MS), from, until, yuan: "", note: "" };
}

const padded = (time: string): string => time.padStart(5, "0");
