/** Where it is: the community that will act, the address in words, and, if the resident says so, a position. */
import { useSignal } from "@preact/signals";

import { FieldError } from "../../components/Field";
import { Icon } from "../../components/Icon";
import { asPlace, nearby } from "../../data/divisions";
import { draft, write } from "../../data/draft";
import { nameOf, type Place, whereabouts } from "../../data/place";
import { canLocate, locate, type Position } from "../../data/position";
import { TERMS } from "../../data/taxonomy.gen";
import { categoryOf } from "../../data/words";
import { helpWords } from "../../i18n/help";
import { BigField } from "./BigField";
import type { Trouble } from "./check";
import { ChoosePlace } from "./ChoosePlace";
import { tiles } from "./tiles";

export function Where({ trouble }: { trouble: Trouble }) {
  const w = helpWords.value;
  const { address, place } = draft.value;
  const isPublic = TERMS.find((term) => term.code === categoryOf(draft.value))?.publicSpace ?? false;
  return (
    <>
      <BigField id="address" step={3} label={w.placeTitle} hint={`${w.addressHint}${isPublic ? w.publicAddress : w.homeAddress}`}>
        {(control) => (
          <input
            {...control}
            class="input"
            autocomplete="street-address"
            maxLength={200}
            value={address}
            onInput={(event) => write({ address: event.currentTarget.value })}
          />
        )}
      </BigField>
      <Spot />
      <Community trouble={trouble.place} />
      {place && <p class="hint">{w.placeFirst(nameOf(place), aboveOf(place))}</p>}
    </>
  );
}

function Community({ trouble }: { trouble: string | undefined }) {
  const w = helpWords.value;
  const isOpen = useSignal(false);
  const { place } = draft.value;
  return (
    <div class={trouble ? "field field--bad" : "field"}>
      <p class="label" aria-hidden="true">{w.placeLegend}</p>
      <button
        type="button"
        class="card row place"
        id="place"
        aria-haspopup="dialog"
        aria-describedby={trouble ? "place-error" : undefined}
        onClick={() => (isOpen.value = true)}
      >
        <span class="vh">{w.placeLegend}</span>
        <Icon name="map-pin" />
        <span class="row__body">
          <span class="row__title">{place ? nameOf(place) : w.placeMissing}</span>
          {place && <span class="row__sub">{whereabouts(place)}</span>}
        </span>
        <span class="row__val">{w.placeChange}</span>
      </button>
      {trouble && <FieldError id="place-error">{trouble}</FieldError>}
      <ChoosePlace open={isOpen.value} onClose={() => (isOpen.value = false)} />
    </div>
  );
}

/** A position is attached only when asked for: of this phone, or of the photo that has one. */
function Spot() {
  const w = helpWords.value;
  const state = useSignal<"" | "busy" | "failed" | "phone" | "photo">("");
  const nearer = useSignal<Place | null>(null);
  const taken = tiles.value.find((tile) => tile.position)?.position ?? null;
  const { location } = draft.value;

  async function here() {
    state.value = "busy";
    const found = await locate();
    if (found) write({ location: found });
    state.value = found ? "phone" : "failed";
    if (found) nearer.value = await nearerThanChosen(found);
  }

  if (location) {
    return (
      <>
        <div class="between small">
          <p class="muted" role="status">{state.value === "photo" ? w.photoPlaceKept : w.hereKept}</p>
          <button type="button" class="textbtn" onClick={() => write({ location: null })}>{w.hereOff}</button>
        </div>
        {nearer.value && nearer.value.code !== draft.value.place?.code && <Nearer place={nearer.value} />}
      </>
    );
  }
  return (
    <div class="cluster">
      {canLocate() && (
        <button type="button" class="btn btn--small" aria-busy={state.value === "busy"} onClick={() => void here()}>
          <Icon name="crosshair-simple" size="s" />
          {state.value === "busy" ? w.hereBusy : w.here}
        </button>
      )}
      {taken && (
        <button type="button" class="btn btn--small" onClick={() => {
          write({ location: taken });
          state.value = "photo";
        }}>
          <Icon name="image" size="s" />
          {w.photoPlace}
        </button>
      )}
      <p class="small muted" role="status">{state.value === "failed" && w.hereFailed}</p>
    </div>
  );
}

/** Where one stands is not always where the trouble is: so this asks, and changes nothing by itself. */
function Nearer({ place }: { place: Place }) {
  const w = helpWords.value;
  return (
    <div class="banner" role="status">
      <Icon name="map-pin" />
      <span class="grow">{w.nearer(nameOf(place))}</span>
      <button type="button" class="textbtn" onClick={() => write({ place })}>{w.nearerTake(nameOf(place))}</button>
    </div>
  );
}

/** The nearest community, when the chosen one is not among the near ones; null without a network. */
async function nearerThanChosen(here: Position): Promise<Place | null> {
  const near = (await nearby(here).catch(() => [])).filter((division) => division.level === "community");
  const [nearest] = near;
  const isNear = near.some((division) => division.code === draft.peek().place?.code);
  return nearest && !isNear ? asPlace(nearest) : null;
}

function aboveOf({ path }: { path: readonly { name: string; name_en: string }[] }): string {
  const above = path[path.length - 1];
  return above ? nameOf(above) : "";
}
