/** Where a survey stands. */
import { wavesWords } from "../../i18n/waves";
import type { WaveRow } from "./data";

const LOOK = { draft: "line", open: "info", closed: "wait", published: "good" } as const;

export function StateBadge({ state }: { state: WaveRow["state"] }) {
  return <span class={`badge badge--${LOOK[state]}`}>{wavesWords.value.states[state]}</span>;
}
