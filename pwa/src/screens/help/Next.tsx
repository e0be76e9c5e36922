/** When will somebody answer? Before it is sent, as the clock time that the request would get now; without a network, words. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Icon } from "../../components/Icon";
import { promiseFor, type Promised } from "../../data/alike";
import { dangersIn } from "../../data/danger";
import { draft } from "../../data/draft";
import { offline } from "../../data/network";
import { categoryOf } from "../../data/words";
import { helpWords } from "../../i18n/help";
import { dueWhen } from "./say";

const AGAIN_MS = 60_000; // within office hours the time moves on with the clock

export function Next() {
  const w = helpWords.value;
  const promised = useSignal<Promised | null>(null);
  const { place, description, calm, noPhone } = draft.value;
  const urgent = !calm && dangersIn(description).length > 0;
  const category = categoryOf(draft.value);

  useEffect(() => {
    let isCurrent = true;
    const ask = async () => {
      const found = offline.peek() ? null : await promiseFor(draft.peek(), urgent);
      if (isCurrent) promised.value = found;
    };
    void ask();
    const timer = setInterval(() => void ask(), AGAIN_MS);
    return () => {
      isCurrent = false;
      clearInterval(timer);
    };
  }, [place?.code, category, urgent, offline.value]);

  const known = promised.value;
  return (
    <div class="card card--line small">
      <b>{w.nextTitle}</b>
      {known && <p role="status">{(known.provisional ? w.promiseAbout : w.promise)(known.holder_name, dueWhen(known.due_at))}</p>}
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
