/** Everything that happened, newest first: who, what, when; notes of colleagues in amber. */
import { Icon } from "../components/Icon";
import { moment } from "../i18n/dates";
import { deskWords } from "../i18n/desk";
import type { Step } from "./data";

const ICON: Record<string, string> = {
  submit: "paper-plane-tilt-fill", accept: "hand-fill", message: "chat-text-fill", answer: "chat-text-fill", ask: "question-bold",
  remind: "bell-ringing-fill", supervise: "eye-fill", assign: "user-fill", merge: "git-merge-bold", resolve: "check-bold", confirm: "star-fill", transfer: "git-branch-bold", escalate: "arrow-up-bold", decline: "x-bold",
  dispatch: "arrow-right-bold", offer: "question-bold", agree: "check-bold", hand_back: "arrow-u-up-left-bold",
};

export function Course({ steps }: { steps: readonly Step[] }) {
  const w = deskWords.value;
  return (
    <section class="card stack stack--l">
      <h2>{w.course}</h2>
      <ol class="timeline">
        {[...steps].reverse().map((step, index) => (
          <li key={step.id} class={index === 0 ? "now" : ""}>
            <span class="dot"><Icon name={step.internal && step.act === "message" ? "note-pencil-fill" : (ICON[step.act] ?? "dot-outline-fill")} /></span>
            <p class="what">
              {whoDid(step)} <span class="when num">{moment(step.at)}</span>
            </p>
            {step.note && <div class={step.internal ? "bubble bubble--note" : "bubble"}>{step.note}</div>}
          </li>
        ))}
      </ol>
    </section>
  );
}

function whoDid(step: Step): string {
  const w = deskWords.value;
  const what = step.internal && step.act === "message" ? w.what.note : step.act === "message" && step.by === "resident" ? w.what.residentMessage : w.what[step.act];
  const who = step.by === "staff" || step.by === "firm" ? step.by_name : step.by === "clock" ? w.clock : "";
  const rating = Number((step.facts as { rating?: number } | undefined)?.rating ?? 0);
  const firm = ["dispatch", "agree", "disagree", "hand_back"].includes(step.act) && step.by !== "firm" ? step.facts.to_name : "";
  return [who, what, firm, rating ? `：${w.rated(rating)}` : ""].filter(Boolean).join(" ");
}
