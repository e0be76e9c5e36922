/** One number that the rules leave to a person: its figures, who decided what, and the decision with its reason. */
import { useSignal } from "@preact/signals";

import { Field } from "../../../components/Field";
import { lang } from "../../../i18n";
import { moment } from "../../../i18n/dates";
import { numberWords } from "../../../i18n/numberdesk";
import { type Results, review, type ToReview } from "../../number/data";
import { digits, groupOf, inLanguage, plain, whyOf } from "../../number/said";
import { useForm } from "../../useForm";

/** What a number is about. */
export function itemOf({ statistic, text }: { statistic: string; text?: Record<string, string> | null }): string {
  const w = numberWords.value;
  if (text) return text[lang.value === "en" ? "en" : "zh"] ?? text.zh ?? "";
  return statistic === "took_part" ? w.tookPart : w.satisfied;
}

type ReviewCardProps = { wave: string; one: ToReview; isOpen: boolean; set: (next: Results) => void; reload: () => Promise<void> };

export function ReviewCard({ wave, one, isOpen, set, reload }: ReviewCardProps) {
  const words = numberWords.value;
  const w = words.results;
  const note = useSignal("");
  const { doing, errors, isBusy } = useForm({ failed: words.failed, changed: w.changed }, reload);
  const decide = async (released: boolean): Promise<void> => {
    let next: Results | undefined;
    if ((await doing(async () => (next = await review(wave, one, released, note.value)), w.done)) && next) {
      note.value = "";
      set(next);
    }
  };
  const id = `note-${one.division}-${one.audience}-${one.statistic.replace(":", "-")}`;
  return (
    <section class="card stack review">
      <div class="between">
        <h3>{inLanguage(one)}<small class="muted"> {itemOf(one)} · {groupOf(one.audience)}</small></h3>
        <span class="badge badge--line">{one.reason ? w.stays(whyOf(one.reason)) : w.willShow}</span>
      </div>
      {one.point != null && one.low != null && one.high != null && (
        <p class="num">{words.percent(digits(one.point))} · {words.rangeOf(digits(one.low), digits(one.high), plain(one.answers))}</p>
      )}
      {one.decisions.map((said) => (
        <p key={said.at} class="small">{said.released ? w.saidRelease : w.saidHold}：{said.note}<span class="muted"> {said.person_name}，{moment(said.at)}</span></p>
      ))}
      {isOpen && (
        <>
          <Field id={id} label={w.note} hint={w.noteHint} error={errors.value.get("note")}>
            {(c) => <textarea class="input review__note" rows={2} value={note.value} onInput={(event) => (note.value = event.currentTarget.value)} {...c} />}
          </Field>
          <div class="cluster">
            <button type="button" class="btn btn--primary btn--small" aria-busy={isBusy.value} onClick={() => void decide(true)}>{w.release}</button>
            <button type="button" class="btn btn--small" aria-busy={isBusy.value} onClick={() => void decide(false)}>{w.hold}</button>
          </div>
        </>
      )}
    </section>
  );
}
