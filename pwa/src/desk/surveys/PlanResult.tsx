/** What a plan takes: one sentence, the power that it has, and each place. */
import { lang } from "../../i18n";
import { wavesWords } from "../../i18n/waves";
import { plain } from "../figures/measures";
import type { Typed } from "./asking";
import type { Cell, Planned } from "./data";

const SHOWN = 30;

export function PlanResult({ of, plan }: { of: Typed; plan: Planned }) {
  const w = wavesWords.value;
  const short = plan.cells.filter((cell) => cell.answers < cell.needed);
  const powers = plan.cells.filter((cell) => cell.power !== null && cell.power !== undefined).sort((a, b) => a.population - b.population);
  const needed = plan.cells.reduce((sum, cell) => sum + cell.needed, 0);
  const where = w.eachUnit[of.unit];
  const sentence =
    of.way === "tell" ? w.tellSentence(where, String(of.p0), String(of.p1), String(of.level), String(of.power))
    : of.way === "margin" ? w.marginSentence(where, String(of.margin), String(of.level))
    : w.totalSentence(plain(plan.invited));
  return (
    <section class="card stack" aria-live="polite">
      <p class="waves__sentence">{sentence}</p>
      <p class="waves__figure"><b class="num">{w.answers(plain(plan.answers))}</b>{of.way !== "total" && <span>{w.invites(plain(plan.invited), String(of.response))}</span>}</p>
      {of.way !== "total" && short.length > 0 && <p class="due due--wait small"><span>{w.short(plain(short.length))}</span></p>}
      {of.way !== "total" && plan.answers > 2 * needed && <p class="due due--wait small"><span>{w.minimum}</span></p>}
      {powers.length > 0 && (
        <div class="stack stack--s">
          <h2 class="waves__sub">{w.powerTitle}</h2>
          <ul class="waves__powers">
            {powers.map((cell) => (
              <li key={cell.division}>
                <span>{w.powerRow(nameOf(cell), plain(cell.population))}</span>
                <svg class="figures__bar" aria-hidden="true"><rect class="waves__rest" x="0" y="1" width="100%" height="18" rx="3" /><rect class="waves__filled" x="0" y="1" width={`${100 * (cell.power ?? 0)}%`} height="18" rx="3" /></svg>
                <b class="num">{w.percent(String(Math.round(100 * (cell.power ?? 0))))}</b>
              </li>
            ))}
          </ul>
        </div>
      )}
      <details>
        <summary>{w.cells(plain(plan.cells.length))}</summary>
        <div class="waves__wide" role="region" aria-label={w.cells(plain(plan.cells.length))} tabIndex={0}>
          <table class="table">
            <thead>
              <tr><th scope="col">{w.cellHeads.name}</th><th scope="col" class="n">{w.cellHeads.population}</th><th scope="col" class="n">{w.cellHeads.needed}</th><th scope="col" class="n">{w.cellHeads.answers}</th><th scope="col" class="n">{w.cellHeads.invited}</th><th scope="col" class="n">{w.cellHeads.effect}</th></tr>
            </thead>
            <tbody>
              {[...short, ...plan.cells.filter((cell) => !short.includes(cell))].slice(0, Math.max(SHOWN, of.unit === "street" ? 250 : SHOWN)).map((cell) => (
                <tr key={cell.division + cell.group}>
                  <td>{nameOf(cell)}</td><td class="n">{plain(cell.population)}</td><td class="n">{plain(cell.needed)}</td>
                  <td class="n">{plain(cell.answers)}{of.way !== "total" && cell.answers < cell.needed && <> <span class="badge badge--wait">{w.notEnough}</span></>}</td>
                  <td class="n">{plain(cell.invited)}</td><td class="n">{cell.design_effect.toFixed(2)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}

function nameOf(cell: Cell): string {
  const name = (lang.value === "en" ? cell.name_en : cell.name) || cell.division;
  return cell.group === "units" ? wavesWords.value.unitsOf(name) : name;
}
