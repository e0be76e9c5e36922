/** What a resident can do about a request now, and how: which acts are open says the server, with the copy. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";

import type { Mine } from "../../data/mine";
import type { RequestForResident } from "../../data/requests";
import { isRefused, type Unsent } from "../../data/unsent";
import type { ResidentAct } from "../../data/words";
import { helpWords } from "../../i18n/help";
import { Answer } from "./Answer";
import { Offer } from "./Offer";
import { MessageSheet } from "./MessageSheet";
import { More } from "./More";
import { Rate } from "./Rate";
import { WithdrawSheet } from "./WithdrawSheet";

type Replies = { card: ComponentChildren; bar: ComponentChildren; sheets: ComponentChildren; more: (() => void) | null };
type Open = "more" | "message" | "withdraw" | "reopen" | null;

const RATE_FORM = "rate";
const ANSWER_FORM = "answer";

/** `copy` null: for reading only. `rows`: what is still unsent of this request; what was said and waits is not asked again. */
export function useReplies(copy: RequestForResident | null, request: Pick<Mine, "id" | "key">, rows: readonly Unsent[]): Replies {
  const w = helpWords.value;
  const open = useSignal<Open>(null);
  const close = (): void => {
    open.value = null;
  };
  if (!copy) return { card: null, bar: null, sheets: null, more: null };

  const isSaid = rows.some((row) => SETTLING.includes(row.act) && !isRefused(row));
  const can = (act: ResidentAct): boolean => !isSaid && (copy.acts as readonly string[]).includes(act);
  const offer = can("agree") ? copy.offer : null;
  const isAsked = copy.state === "waiting" && can("answer") && !offer;
  const isDone = !isSaid && (copy.following ? copy.following.rates : copy.state === "resolved" && can("confirm"));
  const opener = (label: string, next: Open, primary = false) => (
    <button type="button" class={primary ? "btn btn--primary" : "btn"} onClick={() => (open.value = next)}>{label}</button>
  );

  let bar: ComponentChildren = null;
  if (isDone) {
    bar = <>{!copy.following && opener(w.message, "message")}<button type="submit" form={RATE_FORM} class="btn btn--primary">{w.rateSend}</button></>;
  } else if (isAsked) {
    bar = <>{can("withdraw") && opener(w.withdrawWaiting, "withdraw")}<button type="submit" form={ANSWER_FORM} class="btn btn--primary">{w.answer}</button></>;
  } else if (can("reopen")) {
    bar = <>{can("message") && opener(w.message, "message")}{opener(w.reopen, "reopen", true)}</>;
  } else if ((copy.acts as readonly string[]).includes("message")) {
    bar = opener(w.message, "message", true);
  }
  return {
    card: isDone ? <Rate id={RATE_FORM} copy={copy} request={request} canReopen={can("reopen")} /> : offer ? <Offer offer={offer} request={request} /> : isAsked && <Answer id={ANSWER_FORM} copy={copy} request={request} />,
    bar,
    more: () => (open.value = "more"),
    sheets: (
      <>
        <More
          open={open.value === "more"}
          request={request}
          follower={copy.following?.id ?? null}
          onWithdraw={can("withdraw") && !isAsked ? () => (open.value = "withdraw") : null}
          onClose={() => open.value === "more" && close()}
        />
        <MessageSheet act="message" title={w.message} open={open.value === "message"} request={request} onClose={() => open.value === "message" && close()} />
        <MessageSheet act="reopen" title={w.reopenTitle} open={open.value === "reopen"} request={request} onClose={() => open.value === "reopen" && close()} />
        <WithdrawSheet open={open.value === "withdraw"} request={request} onClose={() => open.value === "withdraw" && close()} />
      </>
    ),
  };
}

/** What ends the resident's turn. */
const SETTLING: readonly Unsent["act"][] = ["rate", "answer", "confirm", "reopen", "withdraw", "agree", "disagree"];
