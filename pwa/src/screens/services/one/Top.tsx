/** The buttons above a service: keep it, print it, give it to somebody. */
import { Icon } from "../../../components/Icon";
import { say } from "../../../components/Toast";
import { TopBar } from "../../../components/TopBar";
import { type Entry, entryText } from "../../../data/catalogue";
import { isFavourite, toggleFavourite } from "../../../data/favourites";
import { PhoneFull } from "../../../data/keep";
import { detailWords } from "../../../i18n/detail";
import { servicesWords } from "../../../i18n/services";
import { printPage } from "./OnPaper";
import { share } from "./share";

export function Top({ entry }: { entry: Entry }) {
  const w = servicesWords.value;
  const words = detailWords.value;
  const kept = isFavourite(entry.id);

  async function toggle() {
    try {
      say((await toggleFavourite(entry.id, entry)) ? words.favouriteKept : words.favouriteGone);
    } catch (error) {
      if (!(error instanceof PhoneFull)) throw error;
      say(words.phoneFull);
    }
  }

  return (
    <TopBar up="/">
      <button type="button" class="iconbtn" aria-label={words.favourite} aria-pressed={kept} onClick={() => void toggle()}>
        {kept ? <Icon name="star" weight="fill" /> : <Icon name="star" />}
      </button>
      <button type="button" class="iconbtn" aria-label={w.print} onClick={() => void printPage(entry.id)}>
        <Icon name="printer" />
      </button>
      <button type="button" class="iconbtn" aria-label={w.share} onClick={() => void share({ ...entry, name: entryText(entry, "name") })}>
        <Icon name="share-network" />
      </button>
    </TopBar>
  );
}
