/** Where a request stands, in the official word. */
import { deskWords } from "../i18n/desk";

const LOOK: Record<string, string> = {
  submitted: "badge--info", accepted: "badge--wait", assigned: "badge--wait", in_progress: "badge--wait", waiting: "badge--wait",
  resolved: "badge--good", closed: "badge--good",
};

export function StateBadge({ state, big = false }: { state: string; big?: boolean }) {
  return <span class={`badge ${LOOK[state] ?? ""} ${big ? "badge--big" : ""}`}>{deskWords.value.state[state] ?? state}</span>;
}
