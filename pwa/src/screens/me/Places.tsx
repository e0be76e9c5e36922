/** Up to five communities, "my mother's" among them; one tap changes to another. */
import { useLocation } from "preact-iso";

import { Icon } from "../../components/Icon";
import { Screen } from "../../components/Screen";
import { TopBar } from "../../components/TopBar";
import { choose, forget, labelOf, MOST_PLACES, type Place, places, sublabelOf } from "../../data/place";
import { meWords } from "../../i18n/me";

export default function Places() {
  const w = meWords.value;
  const isFull = places.value.length >= MOST_PLACES;
  return (
    <Screen title={w.placesTitle} top={<TopBar up="/me" />} tab="me">
      <h1>{w.placesTitle}</h1>
      <p class="muted">{w.placesHint}</p>
      {places.value.length > 0 && (
        <section class="card card--flush rows">
          {places.value.map((one, index) => (
            <PlaceRow key={one.code} one={one} isCurrent={index === 0} />
          ))}
        </section>
      )}
      {isFull ? <p class="muted">{w.full}</p> : <a class="btn btn--wide" href="/welcome">{w.add}</a>}
    </Screen>
  );
}

function PlaceRow({ one, isCurrent }: { one: Place; isCurrent: boolean }) {
  const w = meWords.value;
  const { route } = useLocation();
  const name = labelOf(one);
  const go = (): void => {
    choose(one);
    route("/");
  };
  return (
    <div class="row place">
      <button
        type="button"
        class="row__body place__go"
        aria-label={isCurrent ? undefined : w.switchTo(name)}
        aria-current={isCurrent ? "true" : undefined}
        onClick={go}
      >
        <span class="row__title">{name}</span>
        <span class="row__sub">{isCurrent ? `${w.current} · ${sublabelOf(one)}` : sublabelOf(one)}</span>
      </button>
      <button type="button" class="iconbtn" aria-label={w.remove(name)} onClick={() => forget(one.code)}>
        <Icon name="x" />
      </button>
    </div>
  );
}
