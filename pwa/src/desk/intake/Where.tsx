/** Where it is: the caller's own community unless they say another, and the door in their own words. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Field } from "../../components/Field";
import { Unreachable } from "../../data/api";
import { asPlace, searchDivisions } from "../../data/divisions";
import { nameOf, type Place, whereabouts } from "../../data/place";
import { intakeWords } from "../../i18n/intake";
import { call, categoryOf, isPublic, write } from "./call";
import { Combo, type Option } from "./Combo";
import type { Troubles } from "./check";

const PAUSE_MS = 150;
const MOST = 8;

export function Where({ troubles }: { troubles: Troubles }) {
  const w = intakeWords.value;
  const { place, address, id } = call.value;
  const typed = useSignal<string | null>(null); // null: nobody types; the chosen one stands there
  const found = useSignal<readonly Place[]>([]);
  const failed = useSignal(false);
  useEffect(() => {
    typed.value = null;
  }, [id]);
  useEffect(() => {
    const q = typed.value?.trim() ?? "";
    let isCurrent = true;
    const timer = setTimeout(() => {
      if (!q) found.value = [];
      else void searchDivisions(q).then(
        (divisions) => {
          if (isCurrent) found.value = divisions.filter(({ level }) => level === "community").slice(0, MOST).map(asPlace);
          failed.value = false;
        },
        (error: unknown) => {
          failed.value = error instanceof Unreachable;
        },
      );
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [typed.value]);
  const choose = ({ key }: Option): void => {
    const next = found.peek().find(({ code }) => code === key);
    typed.value = null;
    if (next) write({ place: next });
  };
  const options = found.value.map((one) => ({ key: one.code, group: w.place, title: nameOf(one), sub: whereabouts(one) }));
  return (
    <div class="intake__pair">
      <Combo
        id="place"
        label={w.place}
        hint={failed.value ? w.placeOffline : place ? whereabouts(place) : w.placeHint}
        error={troubles.get("place")}
        typed={typed.value ?? (place ? nameOf(place) : "")}
        options={options}
        none={w.placeNone}
        onType={(text) => (typed.value = text)}
        onChoose={choose}
        onLeave={() => (typed.value = null)}
      />
      <Field id="address" label={w.address} hint={isPublic(categoryOf(call.value)) ? w.addressPublic : w.addressHome} error={troubles.get("address")}>
        {(control) => <input {...control} class="input" autocomplete="off" maxLength={200} value={address} onInput={(event) => write({ address: event.currentTarget.value })} />}
      </Field>
    </div>
  );
}
