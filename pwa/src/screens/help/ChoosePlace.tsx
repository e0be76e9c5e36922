/** Another community: one of those followed on this phone, or any found by name. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Choice } from "../../components/Choice";
import { Sheet } from "../../components/Sheet";
import { asPlace, searchDivisions } from "../../data/divisions";
import { draft, write } from "../../data/draft";
import { nameOf, type Place, places, whereabouts } from "../../data/place";
import { helpWords } from "../../i18n/help";

const PAUSE_MS = 200;
const ENOUGH = 6; // rows; a longer list means: type on
type Found = { for: string; items: readonly Place[] } | "unreachable" | null;

export function ChoosePlace({ open, onClose }: { open: boolean; onClose: () => void }) {
  const w = helpWords.value;
  const typed = useSignal("");
  const found = useSignal<Found>(null);

  useEffect(() => {
    const q = typed.value.trim();
    if (!q) {
      found.value = null;
      return undefined;
    }
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const next = await searchDivisions(q).then(
        (items): Found => ({ for: q, items: items.filter((item) => item.level === "community").slice(0, ENOUGH).map(asPlace) }),
        (): Found => "unreachable",
      );
      if (isCurrent) found.value = next;
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [typed.value]);

  const choose = (place: Place): void => {
    write({ place });
    typed.value = "";
    onClose();
  };
  const isFound = found.value !== null && found.value !== "unreachable";
  return (
    <Sheet open={open} onClose={onClose} title={w.placeLegend}>
      <input
        class="input"
        type="text"
        inputMode="search"
        enterkeyhint="search"
        autocomplete="off"
        aria-label={w.placeSearchLabel}
        placeholder={w.placeSearch}
        value={typed.value}
        onInput={(event) => (typed.value = event.currentTarget.value)}
      />
      <p class="small muted" role="status">{sayOf(found.value)}</p>
      <fieldset class="choices chooseplace">
        <legend class="vh">{w.placeLegend}</legend>
        {(isFound ? (found.value as { items: readonly Place[] }).items : known()).map((place) => (
          <Choice
            key={place.code}
            name="place"
            value={place.code}
            checked={draft.value.place?.code === place.code}
            onChange={() => choose(place)}
            sub={whereabouts(place)}
          >
            {nameOf(place)}
          </Choice>
        ))}
      </fieldset>
    </Sheet>
  );
}

function sayOf(found: Found): string {
  const w = helpWords.value;
  if (found === "unreachable") return w.placeOffline;
  return found?.items.length === 0 ? w.placeNone : "";
}

/** Those of this phone, and the one of this draft. */
function known(): readonly Place[] {
  const { place } = draft.value;
  return place && !places.value.some((other) => other.code === place.code) ? [place, ...places.value] : places.value;
}
