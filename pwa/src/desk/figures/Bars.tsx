/** One measure of every row as bars: of a share the filled part of the whole, its rest hatched; of a number, its length. The
 *  numbers stand beside, as links to their requests; the bars themselves are for the eye only. */
import { figuresWords } from "../../i18n/figures";
import type { Figures, Row } from "./data";
import { type Measure, type MeasureName, MEASURES, percentOf, said } from "./measures";

type BarsProps = { rows: readonly Row[]; measure: MeasureName; nameOf: (row: Row) => string; drill: (row: Row) => string | null; link: (row: Row, figure: string) => string };

export function Bars({ rows, measure, nameOf, drill, link }: BarsProps) {
  const w = figuresWords.value;
  const most = Math.max(1, ...rows.map((row) => lengthOf(measure, row.figures)));
  return (
    <ul class="figures__bars">
      {rows.map((row) => {
        const to = drill(row);
        const name = nameOf(row);
        const number = said(measure, row.figures);
        return (
          <li key={row.code + String(row.itself)}>
            <span class="figures__name">{to ? <a href={to}>{name}</a> : name}</span>
            <Bar measure={measure} figures={row.figures} most={most} />
            <span class="figures__number num">
              {number === w.none ? number : <a href={link(row, MEASURES[measure].figure)} aria-label={w.bar(name, number)}>{number}</a>}
              {share(measure, row.figures)}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Bar({ measure, figures, most }: { measure: MeasureName; figures: Figures; most: number }) {
  const whole = (100 * lengthOf(measure, figures)) / most;
  const isShare = MEASURES[measure].kind === "share";
  const filled = isShare ? (whole * countOf(measure, figures)) / (lengthOf(measure, figures) || 1) : whole;
  return (
    <svg class="figures__bar" aria-hidden="true">
      <defs>
        <pattern id="figures-rest" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0V6" />
        </pattern>
      </defs>
      {isShare && whole > 0 && <rect class="figures__rest" x="0" y="1" width={`${whole}%`} height="18" rx="3" />}
      {filled > 0 && <rect class="figures__filled" x="0" y="1" width={`${filled}%`} height="18" rx="3" />}
    </svg>
  );
}

function share(name: MeasureName, figures: Figures) {
  const measure: Measure = MEASURES[name];
  if (measure.kind !== "share" || !measure.of(figures)) return null;
  return <small class="muted"> {figuresWords.value.share(percentOf(measure.count(figures), measure.of(figures)))}</small>;
}

function countOf(name: MeasureName, figures: Figures): number {
  const measure: Measure = MEASURES[name];
  return measure.kind === "time" ? (measure.seconds(figures) ?? 0) : measure.count(figures);
}

/** Of a share the whole. */
function lengthOf(name: MeasureName, figures: Figures): number {
  const measure: Measure = MEASURES[name];
  return measure.kind === "share" ? measure.of(figures) : countOf(name, figures);
}
