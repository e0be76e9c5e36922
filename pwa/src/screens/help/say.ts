/** What happened to a request, as a person would tell it. */
import type { RequestForResident, State, StepSeen } from "../../data/requests";
import { TERMS } from "../../data/taxonomy.gen";
import { lang } from "../../i18n";
import { clock, moment, weekday } from "../../i18n/dates";
import { helpWords } from "../../i18n/help";

const DAY_MS = 86_400_000;

type Words = typeof helpWords.value;

/** Who did a step: "青年路社区 周敏", "湖滨街道", "您". */
export function whoDid(step: StepSeen): string {
  const w = helpWords.value;
  if (step.by === "resident") return w.you;
  if (step.by === "neighbour") return w.neighbour;
  return w.by(step.division_name ?? "", step.by_name ?? "").trim();
}

/** One step as one sentence, without its note. */
export function sentence(step: StepSeen): string {
  const say = helpWords.value.step;
  const [who, to, isStaff] = [whoDid(step), step.facts.to_name ?? "", step.by === "staff"];
  if (step.by === "neighbour") return helpWords.value.neighbourDid[step.act] ?? say.other(who);
  switch (step.act) {
    case "submit": return isStaff ? say.submitByStaff(who) : say.submit;
    case "accept": return say.accept(who);
    case "assign": return say.assign(who, to);
    case "start": return say.start(who);
    case "ask": return say.ask(who);
    case "answer": return say.answer;
    case "transfer": return say.transfer(who, to);
    case "return": return say.return(who);
    case "escalate": return step.by === "clock" ? say.escalateByClock(to) : say.escalate(who, to);
    case "resolve": return resolved(step, who, helpWords.value);
    case "confirm": return confirmed(step, helpWords.value);
    case "close": return say.close;
    case "reopen": return isStaff ? say.reopenByStaff(who) : say.reopen;
    case "decline": return say.decline(who);
    case "withdraw": return say.withdraw;
    case "merge": return say.merge(who);
    case "undo": return say.undo(who);
    case "message": return isStaff ? say.messageByStaff(who) : say.message;
    case "photo_given_up": return say.photo_given_up;
    case "dispatch": return say.dispatch(who, to);
    case "offer": return say.offer(who);
    case "agree": return say.agree(to);
    case "disagree": return say.disagree(to);
    case "hand_back": return say.handBack(to, step.facts.why ?? "");
    case "tried": return say.tried(who);
    case "supervise": return say.supervise(to);
    case "recategorize": return say.recategorize(who, termName(step.facts.to ?? ""));
    case "reckon": return say.reckon(step.facts.due_at ? moment(step.facts.due_at) : "");
    default: return say.other(who); // an act that a newer server knows
  }
}

/** The one name of a category. */
export function termName(code: string): string {
  const term = TERMS.find((other) => other.code === code);
  return (lang.value === "en" ? term?.en : term?.zh) ?? "";
}

/** What happened, the newest first. */
export function newestFirst(copy: RequestForResident): StepSeen[] {
  return [...copy.steps].sort((a, b) => b.version - a.version || Date.parse(b.at) - Date.parse(a.at));
}

/** The one line under a request in the list: what staff said last, or else what happened last. */
export function latest(copy: RequestForResident): string {
  const w = helpWords.value;
  const steps = newestFirst(copy);
  const [newest] = steps;
  if (!newest) return w.state[copy.state];
  if (copy.state === "waiting") {
    const question = steps.find((step) => step.act === "ask" || step.act === "offer");
    if (question?.act === "offer") return sentence(question);
    return question ? w.asks(question.division_name ?? "", question.note) : w.state.waiting;
  }
  if (copy.state === "closed" && copy.rating) return w.rated(w.rating[copy.rating] ?? "");
  if (newest.by === "staff" && newest.note) return w.said(newest.division_name ?? "", newest.note);
  return sentence(newest);
}

/** When the next word is promised: "今天 17:00", "周四 17:00", "12 月 8 日". */
export function dueWhen(at: string, now = Date.now()): string {
  const away = Date.parse(at) - now;
  if (away < DAY_MS || away > 6 * DAY_MS) return moment(at, now);
  return `${weekday(at)} ${clock(at)}`;
}

/** Where on the trail of five a request is, 0-4. */
export function stageOf(state: State): number {
  const STAGES: Partial<Record<State, number>> = { submitted: 0, accepted: 1, assigned: 2, in_progress: 2, waiting: 2, resolved: 3 };
  return STAGES[state] ?? 4;
}

function resolved({ facts: { outcome } }: StepSeen, who: string, w: Words): string {
  return outcome && outcome !== "solved" ? w.said(who, w.outcome[outcome] ?? "") : w.step.resolve(who);
}

function confirmed({ facts: { rating, solved } }: StepSeen, w: Words): string {
  if (solved === false) return w.step.notSolved;
  return rating ? w.step.confirmed(w.rating[rating] ?? "") : w.step.confirm;
}
