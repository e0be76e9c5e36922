/** Above the list: the door to all filters, those that are set, and the two that are wanted most. One line, so that the
 *  first result stands near the top. */
import { useSignal } from "@preact/signals";
import { useLocation } from "preact-iso";

import { Icon } from "../../components/Icon";
import type { Seen } from "../../data/filters";
import { TOPS } from "../../data/taxonomy.gen";
import { lang } from "../../i18n";
import { servicesWords } from "../../i18n/services";
import { leftOf } from "./answer";
import { termOf } from "./around";
import { addressOf, type Ask, chosen, type Filter, FILTERS } from "./ask";
import { Chip } from "./Chip";
import { FilterSheet } from "./FilterSheet";
import { momentWords } from "./openLine";
import { termName } from "./Tiles";

const OFTEN: readonly Filter[] = ["open", "free"];

export function Filters({ ask, all }: { ask: Ask; all: readonly Seen[] }) {
  const w = servicesWords.value;
  const { route } = useLocation();
  const isOpen = useSignal(false);
  const go = (next: Partial<Ask>): void => route(addressOf({ ...ask, ...next }), true);
  const count = chosen(ask);
  return (
    <div class="chips chips--wrap" role="group" aria-label={w.filters}>
      <button type="button" class="chip" aria-haspopup="dialog" onClick={() => (isOpen.value = true)}>
        <Icon name="sliders-horizontal" weight="bold" size="s" />
        {w.filter}
        {count > 0 && <span class="count">{count}</span>}
      </button>
      {ask.category && <Chip pressed onClick={() => go({ category: "" })}>{categoryName(ask.category)}</Chip>}
      {ask.at && <Chip pressed onClick={() => go({ at: "" })}>{momentWords(ask.at)}</Chip>}
      {ask.audience && <Chip pressed onClick={() => go({ audience: "" })}>{w.audiences[ask.audience] ?? ask.audience}</Chip>}
      {ask.within > 0 && <Chip pressed onClick={() => go({ within: 0 })}>{w.within(w.distance(ask.within))}</Chip>}
      {FILTERS.filter((name) => ask[name] || OFTEN.includes(name)).map((name) => {
        const wanted = { ...ask, [name]: true, ...(name === "open" ? { at: "" } : {}) };
        const left = ask[name] ? undefined : leftOf(all, wanted);
        if (left === 0) return null;
        return (
          <Chip key={name} pressed={ask[name]} {...(left === undefined ? {} : { count: left })} onClick={() => go({ ...wanted, [name]: !ask[name] })}>
            {w.filterNames[name]}
          </Chip>
        );
      })}
      <FilterSheet open={isOpen.value} onClose={() => (isOpen.value = false)} ask={ask} all={all} go={go} />
    </div>
  );
}

/** What a term or a top category is called. */
function categoryName(code: string): string {
  const term = termOf(code);
  if (term) return termName(term);
  const top = TOPS.find((each) => each.code === code);
  return top ? (lang.value === "en" ? top.en : top.zh) : code;
}
