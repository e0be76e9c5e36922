/** Which division, month and category: the path upwards as links, the rest as lists. */
import { useLocation } from "preact-iso";

import { Icon } from "../../components/Icon";
import { TERMS, TOPS } from "../../data/taxonomy.gen";
import { lang } from "../../i18n";
import { figuresWords } from "../../i18n/figures";
import { address, type Choice, type Shown } from "./data";

type ChooseProps = { shown: Shown; choice: Choice; query: Record<string, string> };

export function Choose({ shown, choice, query }: ChooseProps) {
  const w = figuresWords.value;
  const { route } = useLocation();
  const to = (said: Partial<Choice>): string => address("/desk/figures", { ...query, ...choice, ...said });
  const others = shown.own.filter(({ code }) => code !== shown.division && !shown.path.some((above) => above.code === code));
  return (
    <div class="figures__choose">
      <nav class="figures__path" aria-label={w.where}>
        {shown.path.map(({ code, name }) => (
          <span key={code}><a href={to({ division: code })}>{name}</a><Icon name="caret-right-bold" size="s" /></span>
        ))}
        <b aria-current="page">{shown.name}</b>
        {others.map(({ code, name }) => <a key={code} class="chip" href={to({ division: code })}>{name}</a>)}
      </nav>
      <label class="figures__pick">
        <span class="small muted">{w.month}</span>
        <select class="input" value={choice.month} onChange={(event) => route(to({ month: event.currentTarget.value }))}>
          <option value="">{w.allMonths}</option>
          {[...new Set([...shown.months].reverse().concat(choice.month || []))].map((month) => <option key={month} value={month}>{monthName(month)}</option>)}
        </select>
      </label>
      <label class="figures__pick">
        <span class="small muted">{w.category}</span>
        <select class="input" value={choice.category} onChange={(event) => route(to({ category: event.currentTarget.value }))}>
          <option value="">{w.allCategories}</option>
          {TOPS.map((top) => (
            <optgroup key={top.code} label={inLanguage(top)}>
              {TERMS.filter((term) => term.parent === top.code && term.requests).map((term) => (
                <option key={term.code} value={term.code}>{inLanguage(term)}</option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
    </div>
  );
}

const inLanguage = ({ zh, en }: { zh: string; en: string }): string => (lang.value === "en" ? en : zh);

/** "2026 年 11 月" of 2026-11. */
export function monthName(month: string): string {
  const [year = "", number = ""] = month.split("-");
  return figuresWords.value.monthName(year, number);
}
