/** One rule: which categories, where, to whom, and the words that residents read. */
import { date } from "../../i18n/dates";
import { rulesWords } from "../../i18n/rules";
import { lang } from "../../i18n";
import type { Rule } from "./data";
import { kindName } from "./Kinds";

export function RuleCard({ rule, onEdit }: { rule: Rule; onEdit: (() => void) | null }) {
  const w = rulesWords.value;
  const office = w.levels[rule.level];
  const to = rule.organization ? w.to(rule.organization_name) : rule.estate ? w.estateFirst(office) : w.to(office);
  const kinds = rule.categories.length ? rule.categories.map(kindName).join("、") : w.all;
  return (
    <article class="card whose__rule">
      <h3>{kinds}</h3>
      <p><b>{to}</b></p>
      <p class="small">{lang.value === "en" ? rule.en : rule.zh}</p>
      <p class="whose__foot small muted">
        <span>
          <span class="whose__tag">{rule.scope ? rule.scope_name : w.everywhere}</span> {rule.id}{" · "}
          {rule.version && rule.at ? w.version(rule.version, rule.by_name, date(rule.at, true)) : w.shipped}
        </span>
        {onEdit && <button type="button" class="textbtn" aria-label={`${w.edit} ${kinds}`} onClick={onEdit}>{w.edit}</button>}
      </p>
    </article>
  );
}
