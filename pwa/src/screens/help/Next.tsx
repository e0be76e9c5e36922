/** Whose duty is it, and when will they answer? Before it is sent, as it would be now; without a network, words. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Icon } from "../../components/Icon";
import { type Whose, whoseFor } from "../../data/alike";
import { dangersIn } from "../../data/danger";
import { draft, write } from "../../data/draft";
import { offline } from "../../data/network";
import { categoryOf } from "../../data/words";
import { helpWords } from "../../i18n/help";
import { RadioChips } from "./RadioChips";
import { dueWhen } from "./say";

const AGAIN_MS = 60_000; // within office hours the time moves on with the clock
const PAUSE_MS = 400; // after a key, while the address is typed

export function Next() {
  const w = helpWords.value;
  const whose = useSignal<Whose | null>(null);
  const { place, description, address, calm, noPhone } = draft.value;
  const urgent = !calm && dangersIn(description).length > 0;
  const category = categoryOf(draft.value);

  useEffect(() => {
    let isCurrent = true;
    const ask = async () => {
      const found = offline.peek() ? null : await whoseFor(draft.peek(), urgent);
      if (isCurrent) whose.value = found;
    };
    const first = setTimeout(() => void ask(), whose.peek() ? PAUSE_MS : 0);
    const timer = setInterval(() => void ask(), AGAIN_MS);
    return () => {
      isCurrent = false;
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [place?.code, category, address, urgent, offline.value]);

  const known = whose.value;
  return (
    <div class="card card--line small stack stack--s">
      <b>{w.nextTitle}</b>
      {known && (
        <div role="status">
          {known.holder.startsWith("org-") && known.is_property && <p>{w.propertys(known.estate, known.holder_name)}</p>}
          <p>{(known.provisional ? w.promiseAbout : w.promise)(known.holder_name, dueWhen(known.due_at))}</p>
        </div>
      )}
      {known && known.estates.length > 0 && (
        <RadioChips
          name="estate"
          legend={w.whichEstate}
          value={null}
          onChange={(name) => write({ address: `${name} ${draft.peek().address}`.trim() })}
          options={known.estates.map(({ name }) => ({ value: name, label: name }))}
        />
      )}
      <p class="muted">{known ? w.nextKnown : w.nextText}</p>
      {noPhone && (
        <p class="help__note">
          <Icon name="camera" size="s" />
          {w.noPhoneHint}
        </p>
      )}
    </div>
  );
}
