/** The communities of this phone, each called what its resident likes, and the way to another one. */
import { useSignal } from "@preact/signals";

import { Icon } from "../../components/Icon";
import { Row } from "../../components/Row";
import { Sheet } from "../../components/Sheet";
import { call, choose, labelOf, LONGEST_LABEL, MOST_PLACES, nameOf, type Place, places, sublabelOf } from "../../data/place";
import { servicesWords } from "../../i18n/services";

export function PlaceSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const w = servicesWords.value;
  const naming = useSignal("");
  const last = places.value[MOST_PLACES - 1];
  const pick = (one: Place): void => {
    choose(one);
    onClose();
  };
  return (
    <Sheet open={open} onClose={onClose} title={w.yourPlaces}>
      <ul class="card card--flush card--line rows">
        {places.value.map((one, index) =>
          naming.value === one.code ? (
            <Naming key={one.code} one={one} onDone={() => (naming.value = "")} />
          ) : (
            <li key={one.code} class="between">
              <button type="button" class="row" aria-current={index === 0} onClick={() => pick(one)}>
                <Icon name={index === 0 ? "check-circle-fill" : "house-line-regular"} />
                <span class="row__body">
                  <span class="row__title">{labelOf(one)}</span>
                  <span class="row__sub">{sublabelOf(one)}</span>
                </span>
                {index === 0 && <span class="row__val">{w.here}</span>}
              </button>
              <button type="button" class="iconbtn" aria-label={w.rename(labelOf(one))} onClick={() => (naming.value = one.code)}>
                <Icon name="pencil-simple" />
              </button>
            </li>
          ),
        )}
        <li>
          <Row href="/welcome" icon={<Icon name="plus" />} title={w.addPlace} sub={last && w.replaces(labelOf(last))} />
        </li>
      </ul>
    </Sheet>
  );
}

function Naming({ one, onDone }: { one: Place; onDone: () => void }) {
  const w = servicesWords.value;
  const label = useSignal(one.label ?? "");
  const save = (event: Event): void => {
    event.preventDefault();
    call(one.code, label.value);
    onDone();
  };
  return (
    <li class="row">
      <form class="field grow" onSubmit={save}>
        <label for="label">{w.callIt(nameOf(one))}</label>
        <input
          id="label"
          class="input"
          autofocus
          enterkeyhint="done"
          maxLength={LONGEST_LABEL}
          placeholder={w.labelHint}
          value={label.value}
          onInput={(event) => (label.value = event.currentTarget.value)}
        />
        <button type="submit" class="btn btn--primary">{w.keepLabel}</button>
      </form>
    </li>
  );
}
