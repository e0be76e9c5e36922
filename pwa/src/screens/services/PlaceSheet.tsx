/** The communities of this phone, and the way to another one. */
import { Icon } from "../../components/Icon";
import { Row } from "../../components/Row";
import { Sheet } from "../../components/Sheet";
import { choose, nameOf, places, whereabouts } from "../../data/place";
import { servicesWords } from "../../i18n/services";

export function PlaceSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const w = servicesWords.value;
  return (
    <Sheet open={open} onClose={onClose} title={w.yourPlaces}>
      <ul class="card card--flush card--line rows">
        {places.value.map((one, index) => (
          <li key={one.code}>
            <button
              type="button"
              class="row"
              aria-current={index === 0}
              onClick={() => {
                choose(one);
                onClose();
              }}
            >
              <Icon name={index === 0 ? "check-circle-fill" : "house-line-regular"} />
              <span class="row__body">
                <span class="row__title">{nameOf(one)}</span>
                <span class="row__sub">{whereabouts(one)}</span>
              </span>
              {index === 0 && <span class="row__val">{w.here}</span>}
            </button>
          </li>
        ))}
        <li>
          <Row href="/welcome" icon={<Icon name="plus" />} title={w.addPlace} />
        </li>
      </ul>
    </Sheet>
  );
}
