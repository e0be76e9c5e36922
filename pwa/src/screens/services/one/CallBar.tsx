/** At the thumb: the way there, by a map that is asked for, and the call. */
import { useSignal } from "@preact/signals";

import { Icon } from "../../../components/Icon";
import { Sheet } from "../../../components/Sheet";
import type { Entry, Spot } from "../../../data/catalogue";
import { city } from "../../../data/city";
import { commonWords } from "../../../i18n/common";
import { detailWords } from "../../../i18n/detail";
import { servicesWords } from "../../../i18n/services";
import { waysTo } from "./directions";

export function CallBar({ entry }: { entry: Entry }) {
  const w = servicesWords.value;
  const common = commonWords.value;
  return (
    <>
      {entry.spots[0] && <WayThere spot={entry.spots[0]} />}
      <a class="btn btn--primary" href={`tel:${entry.phone || city.hotline}`}>
        <Icon name="phone" weight="fill" />
        <span class="btn__two">
          {entry.phone ? common.call : w.callHotline(city.hotline)}
          {entry.phone && city.demo && <small>{common.demoNumber}</small>}
        </span>
      </a>
    </>
  );
}

function WayThere({ spot }: { spot: Spot }) {
  const w = detailWords.value;
  const isOpen = useSignal(false);
  const ways = waysTo(spot);
  const close = (): void => {
    isOpen.value = false;
  };
  if (!ways.length) return null;
  return (
    <>
      <button type="button" class="btn" aria-haspopup="dialog" onClick={() => (isOpen.value = true)}>
        <Icon name="navigation-arrow" />
        {w.way}
      </button>
      <Sheet open={isOpen.value} onClose={close} title={w.wayTitle(spot.name)}>
        <p class="muted" lang="zh-CN">{[spot.address, spot.entrance].filter(Boolean).join("，")}</p>
        <ul class="card card--flush rows">
          {ways.map(({ map, href }) => (
            <li key={map}>
              <a class="row" href={href} target={map === "system" ? undefined : "_blank"} rel="noopener noreferrer" onClick={close}>
                <Icon name="map-trifold" />
                <span class="row__body">
                  <b>{w.maps[map]}</b>
                </span>
                <Icon name="arrow-square-out" size="s" />
              </a>
            </li>
          ))}
        </ul>
        <p class="small muted">{w.mapsHint}</p>
      </Sheet>
    </>
  );
}
