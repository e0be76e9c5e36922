/** Who gets it? One of those who may, or two who share many evenly. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Choice } from "../components/Choice";
import { Sheet } from "../components/Sheet";
import { SkeletonRows } from "../components/Skeleton";
import { deskWords } from "../i18n/desk";
import { queueWords } from "../i18n/queue";
import { type Colleague, readColleagues } from "./data";

const MOST = 2; // who share

type AssignSheetProps = { holder: string; many: number; onClose: () => void; onGo: (to: readonly string[]) => Promise<void> };

export function AssignSheet({ holder, many, onClose, onGo }: AssignSheetProps) {
  const w = queueWords.value;
  const people = useSignal<readonly Colleague[] | null>(null);
  const chosen = useSignal<readonly string[]>([]);
  const trouble = useSignal("");
  useEffect(() => {
    void readColleagues(holder).then(
      (found) => (people.value = found),
      () => (trouble.value = deskWords.value.failed),
    );
  }, [holder]);
  const choose = (id: string, on: boolean): void => {
    const others = chosen.value.filter((one) => one !== id);
    chosen.value = on ? [...(many > 1 ? others.slice(1 - MOST) : []), id] : others;
    trouble.value = "";
  };
  const go = (): void => {
    if (chosen.value.length === 0) trouble.value = w.chooseOne;
    else void onGo(chosen.value);
  };
  return (
    <Sheet open onClose={onClose} title={w.assignTitle(many)}>
      {!people.value && !trouble.value && <SkeletonRows rows={3} />}
      {people.value?.length === 0 && <p>{w.noColleagues}</p>}
      <fieldset class="choices">
        {people.value?.map(({ id, name, division_name, open }) => (
          <Choice key={id} name="colleague" value={id} many={many > 1} checked={chosen.value.includes(id)} onChange={(on) => choose(id, on)}>
            {w.colleague(name, division_name, open)}
          </Choice>
        ))}
      </fieldset>
      {trouble.value && <p class="error" role="alert">{trouble.value}</p>}
      {(people.value?.length ?? 0) > 0 && <button type="button" class="btn btn--primary btn--wide" onClick={go}>{w.assignDo}</button>}
    </Sheet>
  );
}
