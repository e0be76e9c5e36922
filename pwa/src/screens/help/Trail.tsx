/** The five stations of a request, and the one where it is. */
import type { State } from "../../data/requests";
import { helpWords } from "../../i18n/help";
import { stageOf } from "./say";

export function Trail({ state }: { state: State }) {
  const w = helpWords.value;
  const names = [w.trail.submitted, w.trail.accepted, w.trail.moving, w.trail.check, w.trail.over];
  const at = stageOf(state);
  return (
    <ol class="trail" aria-label={w.trailLabel(names[at] ?? "")}>
      {names.map((name, index) => (
        <li key={name} class={index < at ? "done" : ""} aria-current={index === at ? "step" : undefined}>
          {name}
        </li>
      ))}
    </ol>
  );
}
