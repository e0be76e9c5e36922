/** Why a step was not taken, as staff say it: who was faster, or what is possible instead. */
import { Refused } from "../data/api";
import { deskWords } from "../i18n/desk";
import { queueWords } from "../i18n/queue";

export function whyNot(error: unknown): string {
  const w = deskWords.value;
  if (!(error instanceof Refused)) return w.failed;
  const { type, detail, by_name: who, act = "" } = error.problem as typeof error.problem & { by_name?: string; act?: string };
  if (type.endsWith("/changed-meanwhile")) {
    const what = queueWords.value.what[act];
    if (who && what) return queueWords.value.justDid(who, what);
    return who ? w.changed(who) : w.changedNobody;
  }
  if (type.endsWith("/step-not-allowed")) return w.notNow;
  return error.problem.errors?.[0]?.message ?? detail ?? w.failed;
}
