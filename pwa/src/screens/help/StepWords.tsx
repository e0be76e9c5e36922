/** Second step: what happened, in one's own words, and what kind of help that is. The kind is proposed, never asked for. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Icon } from "../../components/Icon";
import { draft, write } from "../../data/draft";
import { TERMS, type Term } from "../../data/taxonomy.gen";
import { lang } from "../../i18n";
import { helpWords } from "../../i18n/help";
import { BigField } from "./BigField";
import type { Trouble } from "./check";
import { DangerPanel } from "./DangerPanel";
import { proposeKind } from "./propose";
import { RadioChips } from "./RadioChips";

const MOST_WORDS = 4000;
const OFTEN = ["lighting", "water-power", "environment", "lifts", "home-care", "safety", "noise"]; // what is asked for most
const PAUSE_MS = 300;

export function StepWords({ trouble }: { trouble: Trouble }) {
  const w = helpWords.value;
  const { description, dangersSeen } = draft.value;

  useEffect(() => {
    const timer = setTimeout(() => void proposeKind(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [description]);

  return (
    <>
      <DangerPanel
        words={description}
        seen={dangersSeen}
        onSeen={(dangers, isCalm) => write({ dangersSeen: [...dangersSeen, ...dangers], calm: isCalm })}
      />
      <BigField id="description" step={2} label={w.wordsTitle} hint={w.wordsHint} error={trouble.description}>
        {(control) => (
          <textarea
            {...control}
            class="input"
            rows={4}
            maxLength={MOST_WORDS}
            value={description}
            onInput={(event) => write({ description: event.currentTarget.value })}
          />
        )}
      </BigField>
      <p class="tiny faint num help__count" aria-hidden="true">{w.wordsCount(description.length)}</p>
      <Kinds />
    </>
  );
}

function Kinds() {
  const w = helpWords.value;
  const isOpen = useSignal(false);
  const { category, proposed } = draft.value;
  const chosen = category ?? proposed;
  const shown = isOpen.value ? TERMS.filter((term) => term.requests) : fewWith(chosen);
  return (
    <>
      <RadioChips
        name="category"
        legend={w.categoryTitle}
        value={chosen}
        onChange={(code) => write({ category: code })}
        options={shown.map((term) => ({ value: term.code, label: nameOf(term.code), icon: `${term.icon}-duotone` }))}
      >
        {!isOpen.value && (
          <button type="button" class="chip" aria-expanded="false" onClick={() => (isOpen.value = true)}>
            <Icon name="dots-three" size="s" />
            {w.categoryMore}
          </button>
        )}
      </RadioChips>
      <p class="hint" role="status">
        {category === null && proposed ? w.proposed(nameOf(proposed)) : w.categoryHint}
      </p>
    </>
  );
}

/** The usual ones, and the chosen one first if it is none of them. */
function fewWith(chosen: string | null): Term[] {
  const codes = chosen && !OFTEN.includes(chosen) ? [chosen, ...OFTEN] : OFTEN;
  return codes.flatMap((code) => TERMS.find((term) => term.code === code) ?? []);
}

function nameOf(code: string): string {
  const term = TERMS.find((other) => other.code === code);
  return (lang.value === "en" ? term?.en : term?.zh) ?? "";
}
