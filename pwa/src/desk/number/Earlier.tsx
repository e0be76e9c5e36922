/** Results from before, by other methods: shown for what they are, entered by the statistician, never in one line with a survey's. */
import { useSignal } from "@preact/signals";

import { Field } from "../../components/Field";
import { Icon } from "../../components/Icon";
import { Sheet } from "../../components/Sheet";
import { me } from "../../data/session";
import { numberWords } from "../../i18n/numberdesk";
import { useForm } from "../useForm";
import { enterEarlier, removeEarlier, type Shown } from "./data";
import { digits, plain } from "./said";

export function Earlier({ shown, reload }: { shown: Shown; reload: () => Promise<void> }) {
  const w = numberWords.value;
  const isOpen = useSignal(false);
  const { doing } = useForm({ failed: w.failed, changed: w.changed }, reload);
  const mayEnter = me.value?.rights.some(({ role }) => role === "statistician") ?? false;
  const remove = async (year: number): Promise<void> => {
    if (await doing(() => removeEarlier(shown.division, year), w.removed)) await reload();
  };
  if (!mayEnter && !shown.earlier.length) return null;
  return (
    <section class="card stack">
      <h2>{w.earlier}</h2>
      <p class="small muted">{w.earlierHint}</p>
      <ul class="stack">
        {shown.earlier.map((one) => (
          <li key={one.year} class="between">
            <span class="number__other"><Icon name="square" size="s" />{w.earlierLine(one.year, digits(one.point), one.method)}{one.answers ? w.ofAnswers(plain(one.answers)) : ""}</span>
            {mayEnter && <button type="button" class="textbtn" onClick={() => void remove(one.year)}>{w.remove}</button>}
          </li>
        ))}
      </ul>
      {mayEnter && <p><button type="button" class="btn btn--small" onClick={() => (isOpen.value = true)}>{w.enter}</button></p>}
      <Sheet open={isOpen.value} onClose={() => (isOpen.value = false)} title={w.enter}>
        <Entry division={shown.division} reload={reload} done={() => (isOpen.value = false)} />
      </Sheet>
    </section>
  );
}

function Entry({ division, reload, done }: { division: string; reload: () => Promise<void>; done: () => void }) {
  const w = numberWords.value;
  const [year, share, answers, method] = [useSignal(""), useSignal(""), useSignal(""), useSignal("")];
  const { doing, errors, isBusy } = useForm({ failed: w.failed, changed: w.changed }, reload);
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    const said = { division, year: Number(year.value), point: Math.round(Number(share.value) * 10) / 1000, method: method.value };
    const count = Number(answers.value);
    if (!(await doing(() => enterEarlier(count ? { ...said, answers: count } : said), w.entered))) return;
    done();
    await reload();
  };
  const field = (name: string) => errors.value.get(name);
  return (
    <form class="stack" onSubmit={(event) => void send(event)}>
      <Field id="earlier-year" label={w.enterYear} error={field("year")}>{(c) => <input class="input" type="number" required min="1990" max="2100" value={year.value} onInput={(event) => (year.value = event.currentTarget.value)} {...c} />}</Field>
      <Field id="earlier-share" label={w.enterShare} error={field("point")}>{(c) => <input class="input" type="number" required min="0" max="100" step="0.1" value={share.value} onInput={(event) => (share.value = event.currentTarget.value)} {...c} />}</Field>
      <Field id="earlier-answers" label={w.enterAnswers} error={field("answers")}>{(c) => <input class="input" type="number" min="1" value={answers.value} onInput={(event) => (answers.value = event.currentTarget.value)} {...c} />}</Field>
      <Field id="earlier-method" label={w.enterMethod} hint={w.enterMethodHint} error={field("method")}>{(c) => <textarea class="input" rows={2} required maxLength={200} value={method.value} onInput={(event) => (method.value = event.currentTarget.value)} {...c} />}</Field>
      <button type="submit" class="btn btn--primary" aria-busy={isBusy.value}>{w.enterSave}</button>
    </form>
  );
}
