/** The top of the services' side. At home: the community, the switch for large text, and the search field over the roofs;
 *  while searching: back and the field. The field is one element throughout, so that a word half typed (pinyin is typed
 *  letter by letter) survives the change from one to the other. */
import { useSignal } from "@preact/signals";

import { Icon } from "../../components/Icon";
import { BackButton } from "../../components/TopBar";
import { choose, labelOf, type Place, places, sublabelOf } from "../../data/place";
import { switchTextSize, textSize } from "../../data/prefs";
import { commonWords } from "../../i18n/common";
import { servicesWords } from "../../i18n/services";
import { fetchLater, later } from "./later";
import { Roofs } from "./Roofs";
import { SearchField } from "./SearchField";

type HeaderProps = { place: Place; searching: boolean; q: string; onInput: (text: string) => void };

export function Header({ place, searching, q, onInput }: HeaderProps) {
  const w = servicesWords.value;
  const large = textSize.value !== "std";
  return (
    <header class={searching ? "topbar topbar--search" : "hero"}>
      {!searching && <Roofs key="roofs" />}
      {!searching && <PlaceRow key="place" place={place} large={large} />}
      {!searching && <OtherPlaces key="others" />}
      {searching && <BackButton key="back" up="/" />}
      <SearchField
        key="field"
        label={w.searchServices}
        placeholder={large ? w.searchHintLarge : w.searchHint}
        value={q}
        onInput={onInput}
      />
    </header>
  );
}

function PlaceRow({ place, large }: { place: Place; large: boolean }) {
  const w = servicesWords.value;
  const common = commonWords.value;
  const open = useSignal(false);
  const PlaceSheet = later.value?.PlaceSheet;
  const show = (): void => {
    void fetchLater();
    open.value = true;
  };
  return (
    <div class="between">
      <button type="button" class="hero__place" aria-haspopup="dialog" onClick={show}>
        <b>
          {labelOf(place)}
          <Icon name="caret-down" weight="bold" size="s" />
        </b>
        <span>{sublabelOf(place)}</span>
        <span class="vh">{w.changePlaceHint}</span>
      </button>
      <button type="button" class="hero__btn" onClick={switchTextSize}>
        <Icon name="text-aa" weight="bold" size="s" />
        {large ? common.standardText : common.largeText}
      </button>
      {PlaceSheet && <PlaceSheet open={open.value} onClose={() => (open.value = false)} />}
    </div>
  );
}

/** The other communities of this phone, one tap away. */
function OtherPlaces() {
  const w = servicesWords.value;
  const others = places.value.slice(1);
  if (!others.length) return null;
  return (
    <div class="hero__others" role="group" aria-label={w.otherPlaces}>
      {others.map((one) => (
        <button key={one.code} type="button" class="hero__btn" aria-label={w.switchTo(labelOf(one))} onClick={() => choose(one)}>
          {labelOf(one)}
        </button>
      ))}
    </div>
  );
}
