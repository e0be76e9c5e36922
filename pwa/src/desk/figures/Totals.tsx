/** The whole of what is chosen: four rates with what stands behind them, the open ones by age, and who was late. */
import { figuresWords } from "../../i18n/figures";
import type { Figures } from "./data";
import { MEASURES, percentOf, plain, timeOf } from "./measures";

type TotalsProps = { figures: Figures; link: (figure: string) => string };
const RATES = ["answer", "done", "solved", "satisfied"] as const;
type RateName = (typeof RATES)[number];

export function Totals({ figures, link }: TotalsProps) {
  const w = figuresWords.value;
  return (
    <>
      <section class="figures__rates">
        {RATES.map((name) => <Rate key={name} name={name} figures={figures} link={link} />)}
      </section>
      <section class="figures__pair">
        <ul class="card figures__counts">
          {(["received", "open", "overdue", "reopened"] as const).map((name) => (
            <li key={name} class="stat">
              <span>{w[name]}</span>
              <b><a href={link(name)}>{plain(figures[name])}</a></b>
            </li>
          ))}
        </ul>
        <Ages figures={figures} link={link} />
        <Late figures={figures} link={link} />
      </section>
    </>
  );
}

function Rate({ name, figures, link }: TotalsProps & { name: RateName }) {
  const w = figuresWords.value;
  const measure = MEASURES[name];
  const [count, of] = [measure.count(figures), measure.of(figures)];
  return (
    <div class="card stat">
      <span>{w.rates[name]}</span>
      <b>{of ? w.share(percentOf(count, of)) : w.none}</b>
      {of > 0 && <span class="num"><a href={link(measure.figure)}>{w.of(plain(count), plain(of))}</a></span>}
      <svg class="figures__bar" aria-hidden="true">
        {of > 0 && <rect class="figures__rest" x="0" y="1" width="100%" height="18" rx="3" />}
        {count > 0 && <rect class="figures__filled" x="0" y="1" width={`${(100 * count) / of}%`} height="18" rx="3" />}
      </svg>
      <small class="muted">{hint(name, figures)}</small>
    </div>
  );
}

function hint(name: RateName, figures: Figures): string {
  const { rateHints: w } = figuresWords.value;
  if (name === "answer") return w.answer(timeOf(figures.answer_seconds));
  if (name === "done") return w.done(timeOf(figures.done_seconds));
  if (name === "solved") return w.heard(plain(figures.heard), plain(figures.asked));
  return w.rated(plain(figures.rated), plain(figures.asked));
}

function Ages({ figures, link }: TotalsProps) {
  const w = figuresWords.value;
  const most = Math.max(1, ...figures.ages);
  return (
    <div class="card stack">
      <h2>{w.ages}</h2>
      <ul class="figures__bars figures__bars--short">
        {figures.ages.map((number, group) => (
          <li key={group}>
            <span class="figures__name">{w.age[group]}</span>
            <svg class="figures__bar" aria-hidden="true">
              {number > 0 && <rect class="figures__filled" x="0" y="1" width={`${(100 * number) / most}%`} height="18" rx="3" />}
            </svg>
            <span class="figures__number num">{number ? <a href={link(`age_${group}`)}>{plain(number)}</a> : "0"}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Late({ figures, link }: TotalsProps) {
  const w = figuresWords.value;
  const cell = (late: number, owed: number, figure: string) => (
    <td class="n">{owed ? <a href={link(figure)}>{w.of(plain(late), plain(owed))}</a> : <span class="muted">{w.none}</span>}</td>
  );
  return (
    <div class="card stack">
      <h2>{w.late}</h2>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{w.kind}</th>
            <th scope="col" class="n">{w.answerLate}</th>
            <th scope="col" class="n">{w.doneLate}</th>
          </tr>
        </thead>
        <tbody>
          {figures.late.map((late) => (
            <tr key={late.kind}>
              <th scope="row">{w.kinds[late.kind]}</th>
              {cell(late.answer_late, late.answer_owed, `answer_late:${late.kind}`)}
              {cell(late.done_late, late.done_owed, `done_late:${late.kind}`)}
            </tr>
          ))}
        </tbody>
      </table>
      <p class="small muted">{w.lateHint}</p>
    </div>
  );
}
