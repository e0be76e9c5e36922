/** A typhoon, a power cut: shut many places with one act, and open them again with another. */
import "../../../screens/help/form.css";

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Banner } from "../../../components/Banner";
import { Sheet } from "../../../components/Sheet";
import { say } from "../../../components/Toast";
import { Refused } from "../../../data/api";
import { newId } from "../../../data/ids";
import { me } from "../../../data/session";
import { civilDay } from "../../../i18n/dates";
import { directoryWords } from "../../../i18n/directory";
import { Frame } from "../../Frame";
import { divisionName } from "../names";
import { Sections } from "../Sections";
import { Card } from "./Card";
import { type Closure, closeMany, countConcerned, openAgain, settled, type Wish } from "./closures";
import { Form } from "./Form";

export default function Closures() {
  const { closures: w, edit, sections } = directoryWords.value;
  const own = me.value?.rights.find(({ role, division }) => (role === "clerk" || role === "manager") && division)?.division ?? "";
  const today = civilDay(Date.now());
  const wish = useSignal<Wish>({ division: own, category: "", begins_on: today, ends_on: today, note: "" });
  const id = useSignal(newId());
  const asked = useSignal<number | null>(null); // how many; the question is open
  const errors = useSignal<ReadonlyMap<string, string>>(new Map());
  const trouble = useSignal("");
  const isBusy = useSignal(false);
  const items = useSignal<readonly Closure[]>([]);

  const look = (): Promise<void> => settled((found) => (items.value = found)).catch(() => void (trouble.value = edit.failed));
  useEffect(() => void look(), []);

  async function doing(work: () => Promise<void>): Promise<void> {
    if (isBusy.peek()) return;
    isBusy.value = true;
    trouble.value = "";
    errors.value = new Map();
    try {
      await work();
    } catch (error) {
      asked.value = null;
      const fields = error instanceof Refused ? (error.problem.errors ?? []) : [];
      errors.value = new Map(fields.map(({ field, message }) => [field, message]));
      trouble.value = fields.length ? "" : error instanceof Refused ? error.message : edit.failed;
    }
    isBusy.value = false;
  }
  const ask = (): Promise<void> =>
    doing(async () => {
      if (!wish.peek().note.trim()) errors.value = new Map([["note", w.noteNeeded]]);
      else asked.value = await countConcerned(wish.peek().division, wish.peek().category ?? "");
    });
  const shut = (): Promise<void> =>
    doing(async () => {
      const done = await closeMany(id.peek(), wish.peek());
      asked.value = null;
      id.value = newId();
      wish.value = { ...wish.peek(), note: "" };
      say(w.shut(done.services));
      await look();
    });
  const open = (closure: Closure) => (): Promise<void> =>
    doing(async () => {
      await openAgain(closure);
      say(w.opened(closure.services));
      await look();
    });

  return (
    <Frame title={sections.closures} at="directory">
      <div class="desk__head">
        <h1>{sections.label}</h1>
      </div>
      <Sections />
      {trouble.value && <Banner kind="bad">{trouble.value}</Banner>}
      <Form wish={wish.value} errors={errors.value} isBusy={isBusy.value} onChange={(part) => (wish.value = { ...wish.value, ...part })} onSubmit={() => void ask()} />
      {items.value.length > 0 && (
        <section class="stack">
          <h2>{w.before}</h2>
          <ul class="stack">
            {items.value.map((closure) => <li key={closure.id}><Card closure={closure} isBusy={isBusy.value} onOpen={() => void open(closure)()} /></li>)}
          </ul>
        </section>
      )}
      <Sheet open={asked.value !== null} onClose={() => (asked.value = null)} title={w.sure(asked.value ?? 0)}>
        <p>{w.sureHint(divisionName(wish.value.division), wish.value.note)}</p>
        <div class="pair">
          <button type="button" class="btn" onClick={() => (asked.value = null)}>{w.not}</button>
          <button type="button" class="btn btn--bad" disabled={!asked.value} aria-busy={isBusy.value} onClick={() => void shut()}>{w.yes}</button>
        </div>
      </Sheet>
    </Frame>
  );
}
