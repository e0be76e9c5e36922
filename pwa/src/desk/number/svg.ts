/** The rows of a page as one picture for reports: an SVG file that needs no style sheet, with the digits of the page. */
import { numberWords } from "../../i18n/numberdesk";
import { axisOf, placed } from "./axis";
import type { Figure } from "./data";
import { digits, inLanguage, pictureOf, seenOf, whyOf } from "./said";

const [WIDTH, NAMES, DIGITS, ROW, HEAD] = [960, 200, 230, 32, 64] as const;
const COLOURS = { met: "#1f7a4d", not_met: "#b3261e", undecided: "#8a5a00" } as const; // on white, each with a shape of its own
const PLAIN = "#0b655f";

export function svgOf(title: string, figures: readonly Figure[], goal: number): string {
  const w = numberWords.value;
  const axis = axisOf(figures.map(seenOf).filter((seen) => seen !== null), goal);
  const height = HEAD + figures.length * ROW + 44;
  const at = (share: number): number => NAMES + ((WIDTH - NAMES - DIGITS) * placed(share, axis)) / 100;
  const bottom = HEAD + figures.length * ROW;
  const parts = [
    text(16, 26, title, "start", 'font-size="17" font-weight="700"'),
    ...axis.ticks.map((tick) => `<path d="M${at(tick)} ${HEAD}V${bottom}" stroke="#ddd6cb"/>${text(at(tick), HEAD - 8, `${Math.round(tick * 100)}%`, "middle", 'font-size="12" fill="#57534e"')}`),
    `<path d="M${at(goal)} ${HEAD - 4}V${bottom}" stroke="#1c1917" stroke-width="1.5" stroke-dasharray="4 3"/>`,
    text(at(goal), bottom + 16, w.goal(String(Math.round(goal * 100))), "middle", 'font-size="12" font-weight="700"'),
    ...figures.map((figure, place) => row(figure, HEAD + place * ROW + ROW / 2, at)),
    text(16, bottom + 34, w.order, "start", 'font-size="11" fill="#57534e"'),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" font-family="system-ui, 'Noto Sans CJK SC', sans-serif" font-size="14" fill="#1c1917"><title>${escaped(title)}</title><rect width="100%" height="100%" fill="#fff"/>${parts.join("")}</svg>`;
}

function row(figure: Figure, y: number, at: (share: number) => number): string {
  const w = numberWords.value;
  const name = inLanguage(figure);
  const seen = seenOf(figure);
  const said = text(16, y + 5, name, "start");
  if (!seen) return `<g><title>${escaped(`${name}: ${w.verdicts.withheld}`)}</title>${said}${text(WIDTH - 16, y + 5, `${w.verdicts.withheld} · ${whyOf(figure.reason)}`, "end", 'font-size="12" fill="#57534e"')}</g>`;
  const colour = seen.verdict ? COLOURS[seen.verdict] : PLAIN;
  const [low, high, x] = [at(seen.low), at(seen.high), at(seen.point)];
  const mark = {
    met: `<circle cx="${x}" cy="${y}" r="5.5" fill="${colour}"/>`,
    not_met: `<rect x="${x - 5.5}" y="${y - 5.5}" width="11" height="11" rx="2" fill="${colour}"/>`,
    undecided: `<path d="M${x} ${y - 6.5}l6.5 6.5-6.5 6.5-6.5-6.5z" fill="#fff" stroke="${colour}" stroke-width="2.5"/>`,
  }[seen.verdict ?? "met"];
  const numbers = text(WIDTH - 16, y + 5, `${digits(seen.point)}% · ${digits(seen.low)}–${digits(seen.high)}%`, "end");
  return `<g><title>${escaped(pictureOf(name, seen))}</title>${said}<path d="M${low} ${y}H${high}" stroke="${colour}" stroke-width="8" opacity=".32"/><path d="M${low} ${y - 6}v12M${high} ${y - 6}v12" stroke="${colour}" stroke-width="2"/>${mark}${numbers}</g>`;
}

const text = (x: number, y: number, words: string, anchor: string, more = ""): string => `<text x="${x}" y="${y}" text-anchor="${anchor}" ${more}>${escaped(words)}</text>`;
const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (words: string): string => words.replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign);
