/** Is it settled? Nothing is chosen before; five words as in the yearly survey, not stars. "Not yet" opens it again. */
import { useSignal } from "@preact/signals";

import { FieldError } from "../../components/Field";
import { say } from "../../components/Toast";
import { city } from "../../data/city";
import type { Mine } from "../../data/mine";
import type { RequestForResident } from "../../data/requests";
import { day } from "../../i18n/dates";
import { helpWords } from "../../i18n/help";
import { RadioChips } from "./RadioChips";
import { SayIt } from "./SayIt";
import { useReply } from "./useReply";
import { Why } from "./Why";

const WORST_LAST = ["5", "4", "3", "2", "1"] as const;
const SO_SO = 3; // from here down it is asked why

/** `canReopen`: "not yet" opens it again; else it goes to somebody who can. A follower's rating stands for their household. */
type RateProps = { id: string; copy: RequestForResident; request: Pick<Mine, "id" | "key">; canReopen: boolean };

export function Rate({ id, copy, request, canReopen }: RateProps) {
  const w = helpWords.value;
  const fixed = useSignal<"yes" | "no" | null>(null);
  const rating = useSignal<string | null>(null);
  const reasons = useSignal<readonly string[]>([]);
  const missing = useSignal<"" | "fixed" | "rating">("");
  const reply = useReply(request, "reopen");
  const isReopening = fixed.value === "no" && canReopen;
  const isBad = rating.value !== null && Number(rating.value) <= SO_SO;
  const says = isReopening || fixed.value === "no" || isBad;

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    missing.value = !fixed.value ? "fixed" : !isReopening && !rating.value ? "rating" : "";
    if (missing.value) return document.querySelector<HTMLElement>(`input[name="${missing.value}"]`)?.focus();
    if (isReopening && !reply.note.value.trim() && !reply.picture.value) {
      reply.error.value = w.whatIsLeftMissing;
      return;
    }
    const said = { rating: rating.value ? Number(rating.value) : null, solved: fixed.value === "yes", reasons: isBad ? [...reasons.value] : [] };
    const follower = copy.following?.id;
    const isKept = follower ? await reply.rate(follower, said) : await (isReopening ? reply.send("reopen") : reply.send("confirm", said));
    if (isKept) say(w.rateThanks);
  }

  return (
    <form id={id} class="card stack rate" noValidate onSubmit={(event) => void submit(event)}>
      <RadioChips
        name="fixed"
        legend={w.fixedTitle}
        look="pair"
        value={fixed.value}
        onChange={(value) => (fixed.value = value)}
        options={[{ value: "yes", label: w.fixed, icon: "check-bold" }, { value: "no", label: w.notFixed, icon: "arrow-counter-clockwise-bold" }]}
        error={missing.value === "fixed" ? "fixed-error" : undefined}
      />
      {missing.value === "fixed" && <FieldError id="fixed-error">{w.fixedMissing}</FieldError>}
      {isReopening ? (
        <SayIt id="reopen-note" reply={reply} label={w.whatIsLeft} hint={w.whatIsLeftHint} />
      ) : (
        <>
          {fixed.value === "no" && <p class="hint" role="status">{copy.following ? w.neighbourNotFixed : w.noMoreReopen(city.hotline)}</p>}
          <RadioChips
            name="rating"
            legend={w.rateTitle}
            value={rating.value}
            onChange={(value) => (rating.value = value)}
            options={WORST_LAST.map((value) => ({ value, label: w.rating[Number(value)] ?? "" }))}
            error={missing.value === "rating" ? "rating-error" : undefined}
          />
          {missing.value === "rating" && <FieldError id="rating-error">{w.rateMissing}</FieldError>}
          {isBad && <Why chosen={reasons.value} onChange={(next) => (reasons.value = next)} />}
          {says && <SayIt id="rate-note" reply={reply} label={w.rateNote} plain={copy.following !== null} />}
        </>
      )}
      {says && <p class="small muted">{w.rateManager}</p>}
      <p class="small muted">{copy.due_at ? w.rateBy(day(copy.due_at)) : w.rateBySilent}</p>
    </form>
  );
}
