/** Favourites of all one's communities: kept whole on this phone, so that they open without a network and after moving. */
import { useSignal } from "@preact/signals";

import { Empty } from "../../components/Empty";
import { Icon } from "../../components/Icon";
import { Screen } from "../../components/Screen";
import { say } from "../../components/Toast";
import { TopBar } from "../../components/TopBar";
import { type Favourite, favourites, toggleFavourite } from "../../data/favourites";
import { textSize } from "../../data/prefs";
import { servicesWords } from "../../i18n/services";
import { type Around, look } from "./around";
import { Freshness } from "./Freshness";
import { minuteNow } from "./now";
import { ServiceRow } from "./ServiceRow";

export default function Saved() {
  const w = servicesWords.value;
  const tidying = useSignal(false);
  const kept = favourites.value;
  const large = textSize.value !== "std";
  return (
    <Screen title={w.saved} top={<TopBar up="/" />} tab="services">
      <div class="between">
        <h1>{w.saved}</h1>
        {kept.length > 0 && (
          <button type="button" class="textbtn" aria-pressed={tidying.value} onClick={() => (tidying.value = !tidying.value)}>
            {tidying.value ? w.tidied : w.tidy}
          </button>
        )}
      </div>
      <Freshness />
      {kept.length === 0 && <Empty title={w.nothingSaved}>{w.nothingSavedHint}</Empty>}
      {tidying.value ? (
        <ul class="card card--flush rows">
          {kept.map((favourite) => (
            <Removable key={favourite.id} favourite={favourite} />
          ))}
        </ul>
      ) : (
        kept.length > 0 && (
          <ul class={large ? "stack" : "card card--flush rows"}>
            {kept.map((favourite) => (
              <ServiceRow key={favourite.id} found={asKept(favourite)} large={large} />
            ))}
          </ul>
        )
      )}
      {kept.length > 0 && <p class="small muted">{w.savedHint}</p>}
    </Screen>
  );
}

/** What its own division no longer names may be over: its hours are then not to be trusted. */
function asKept({ entry, gone }: Favourite): Around {
  const shown = look(entry, minuteNow.value);
  return gone ? { ...shown, line: { look: "shut", text: servicesWords.value.perhapsOver } } : shown;
}

function Removable({ favourite: { id, entry } }: { favourite: Favourite }) {
  const w = servicesWords.value;
  const { name } = look(entry, minuteNow.value);
  const remove = async (): Promise<void> => {
    await toggleFavourite(id);
    say({ text: w.unsaved(name), undo: { label: w.undo, act: () => void toggleFavourite(id, entry) } });
  };
  return (
    <li class="row">
      <span class="row__body row__title">{name}</span>
      <button type="button" class="iconbtn" aria-label={w.unsave(name)} onClick={() => void remove()}>
        <Icon name="x" />
      </button>
    </li>
  );
}
