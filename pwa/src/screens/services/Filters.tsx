/** Chips that narrow the list; each is pressed or not, and says what it does. */
import { useSignal } from "@preact/signals";
import { useLocation } from "preact-iso";

import { Icon } from "../../components/Icon";
import { Sheet } from "../../components/Sheet";
import { TERMS } from "../../data/taxonomy.gen";
import { servicesWords } from "../../i18n/services";
import { addressOf, type Ask, FILTERS } from "./ask";
import { termName } from "./Tiles";

const AUDIENCES = ["elderly", "disabled", "children", "migrants"] as const;

export function Filters({ ask }: { ask: Ask }) {
  const w = servicesWords.value;
  const { route } = useLocation();
  const choosing = useSignal(false);
  const term = TERMS.find(({ code }) => code === ask.category);
  const go = (next: Partial<Ask>): void => route(addressOf({ ...ask, ...next }), true);
  return (
    <div class="chips chips--wrap" role="group" aria-label={w.filters}>
      {term && (
        <Chip pressed onClick={() => go({ category: "" })}>
          {termName(term)}
        </Chip>
      )}
      {FILTERS.map((name) => (
        <Chip key={name} pressed={ask[name]} onClick={() => go({ [name]: !ask[name] })}>
          {w.filterNames[name]}
        </Chip>
      ))}
      <button type="button" class="chip" aria-pressed={ask.audience !== ""} aria-haspopup="dialog" onClick={() => (choosing.value = true)}>
        {ask.audience ? w.audiences[ask.audience] : w.filterFor}
        <Icon name="caret-down" weight="bold" size="s" />
      </button>
      <Sheet open={choosing.value} onClose={() => (choosing.value = false)} title={w.filterFor}>
        <ul class="card card--flush card--line rows">
          {["", ...AUDIENCES].map((audience) => (
            <li key={audience}>
              <button
                type="button"
                class="row"
                aria-pressed={ask.audience === audience}
                onClick={() => {
                  go({ audience });
                  choosing.value = false;
                }}
              >
                <span class="row__body">{audience ? w.audiences[audience] : w.everybody}</span>
                {ask.audience === audience && <Icon name="check" weight="bold" />}
              </button>
            </li>
          ))}
        </ul>
      </Sheet>
    </div>
  );
}

function Chip({ pressed, onClick, children }: { pressed: boolean; onClick: () => void; children: string }) {
  return (
    <button type="button" class="chip" aria-pressed={pressed} onClick={onClick}>
      {pressed && <Icon name="check" weight="bold" size="s" />}
      {children}
    </button>
  );
}
