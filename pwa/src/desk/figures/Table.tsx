/** Every measure of every row; each number leads to its requests. */
import { figuresWords } from "../../i18n/figures";
import type { Row } from "./data";
import { MEASURES, NAMES, said } from "./measures";

type TableProps = { rows: readonly Row[]; caption: string; nameOf: (row: Row) => string; drill: (row: Row) => string | null; link: (row: Row, figure: string) => string };

export function Table({ rows, caption, nameOf, drill, link }: TableProps) {
  const w = figuresWords.value;
  return (
    <div class="card card--flush figures__wide" tabIndex={0} role="group" aria-label={caption}>
      <table class="table figures__table">
        <thead>
          <tr>
            <th scope="col">{w.row}</th>
            {NAMES.map((name) => <th key={name} scope="col" class="n">{w.columns[name]}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const to = drill(row);
            return (
              <tr key={row.code + String(row.itself)}>
                <th scope="row">{to ? <a href={to}>{nameOf(row)}</a> : nameOf(row)}</th>
                {NAMES.map((name) => {
                  const number = said(name, row.figures);
                  return (
                    <td key={name} class="n">
                      {number === w.none || number === "0" ? <span class="muted">{number}</span> : <a href={link(row, MEASURES[name].figure)}>{number}</a>}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
