/** The response rate of every part, as bars with the dispositions in them, or as a table with every count. */
import { useSignal } from "@preact/signals";

import { lettersWords } from "../../../i18n/letters";
import { RadioChips } from "../../../screens/help/RadioChips";
import { type Line, type Rates, STATES } from "./data";
import { number, percent } from "./said";

const LOOKS = ["picture", "table"] as const;
const GROUPS = ["all", "residents", "migrants", "units"] as const;

export function RateRows({ rates }: { rates: Rates }) {
  const w = lettersWords.value;
  const look = useSignal<(typeof LOOKS)[number]>("picture");
  const there = GROUPS.filter((group) => rates.totals.some(({ audience }) => audience === group));
  const chosen = useSignal<string>(there[0] ?? "all");
  const group = there.find((one) => one === chosen.value) ?? there[0];
  const rows = rates.rows.filter(({ audience }) => audience === group);
  return (
    <section class="stack">
      <h2>{w.by}</h2>
      <div class="figures__views">
        {there.length > 1 && (
          <RadioChips name="letters-group" legend={w.group} hideLegend look="seg" options={there.map((value) => ({ value, label: w.groups[value] ?? value }))} value={group ?? null} onChange={(value) => (chosen.value = value)} />
        )}
        <RadioChips name="letters-look" legend={w.look} hideLegend look="seg" options={LOOKS.map((value) => ({ value, label: w.looks[value] }))} value={look.value} onChange={(value) => (look.value = value)} />
      </div>
      {look.value === "picture" ? <Bars rows={rows} /> : <Table rows={rows} />}
    </section>
  );
}

const linkOf = (row: Line): string | null => (row.is_stratum ? null : `?in=${row.division}`);

function Bars({ rows }: { rows: readonly Line[] }) {
  const w = lettersWords.value;
  const most = Math.max(1, ...rows.map(({ sampled }) => sampled));
  return (
    <div class="card stack">
      <ul class="letters__key" aria-hidden="true">
        {STATES.map((state) => <li key={state}><i class={`letters__dot letters__dot--${state}`} />{w.states[state]}</li>)}
      </ul>
      <ul class="figures__bars">
        {rows.map((row) => {
          const to = linkOf(row);
          let from = 0;
          return (
            <li key={row.division}>
              <span class="figures__name">{to ? <a href={to}>{row.division_name}</a> : row.division_name}</span>
              <svg class="figures__bar" aria-hidden="true">
                {STATES.map((state) => {
                  const at = from;
                  from += row[state];
                  return row[state] > 0 && <rect key={state} class={`letters__part--${state}`} x={`${(100 * at) / most}%`} width={`${(100 * row[state]) / most}%`} y="1" height="18" />;
                })}
              </svg>
              <span class="figures__number num">
                {w.count(number(row.answered), number(row.sampled))}
                <small class="muted"> {row.rate === null ? w.none : w.percent(percent(row.rate))}</small>
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Table({ rows }: { rows: readonly Line[] }) {
  const w = lettersWords.value;
  return (
    <div class="card card--flush figures__wide" tabIndex={0} role="group" aria-label={w.by}>
      <table class="table figures__table">
        <thead>
          <tr>
            <th scope="col">{w.row}</th>
            <th scope="col" class="n">{w.rate}</th>
            <th scope="col" class="n">{w.sampled}</th>
            {STATES.map((state) => <th key={state} scope="col" class="n">{w.states[state]}</th>)}
            <th scope="col" class="n">{w.letters}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const to = linkOf(row);
            return (
              <tr key={row.division}>
                <th scope="row">{to ? <a href={to}>{row.division_name}</a> : row.division_name}</th>
                <td class="n">{row.rate === null ? w.none : w.percent(percent(row.rate))}</td>
                <td class="n">{number(row.sampled)}</td>
                {STATES.map((state) => <td key={state} class="n">{number(row[state])}</td>)}
                <td class="n">{number(row.letters)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
