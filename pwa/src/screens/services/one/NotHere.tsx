/** In place of a service: it is on its way, cannot be had without a network, is over, or never was. */
import { Empty } from "../../../components/Empty";
import { Icon } from "../../../components/Icon";
import { Row } from "../../../components/Row";
import { Screen } from "../../../components/Screen";
import { SkeletonRows } from "../../../components/Skeleton";
import { TopBar } from "../../../components/TopBar";
import { city } from "../../../data/city";
import { roundMetres } from "../../../data/distance";
import { commonWords } from "../../../i18n/common";
import { detailWords } from "../../../i18n/detail";
import { servicesWords } from "../../../i18n/services";
import { type Alike, isOver, type Missing, type Over } from "./full";

export function NotHere({ why }: { why: Missing }) {
  const w = servicesWords.value;
  if (isOver(why)) return <NoMore over={why} />;
  if (why === "loading" && document.getElementById("told")) return null; // the server's page says it all until then
  const title = { loading: w.title, none: w.unknownService, unreachable: commonWords.value.notKept }[why];
  return (
    <Screen title={title} top={<TopBar up="/" />} tab="services">
      <h1 class="vh">{title}</h1>
      {why === "loading" ? (
        <SkeletonRows />
      ) : (
        <Empty art="line" title={title} action={<CallHotline />}>
          {why === "none" ? w.unknownServiceHint : commonWords.value.notKeptWhy}
        </Empty>
      )}
    </Screen>
  );
}

function NoMore({ over }: { over: Over }) {
  const w = detailWords.value;
  return (
    <Screen title={`${over.name} · ${w.over}`} top={<TopBar up="/" />} tab="services">
      <h1>{over.name}</h1>
      <p><b>{w.over}</b></p>
      <p class="muted">{over.alike.length ? w.overHint : w.overNone}</p>
      {over.alike.length > 0 && (
        <ul class="card card--flush rows">
          {over.alike.map((one) => (
            <li key={one.id}>
              <Row href={`/s/${one.id}`} title={one.name} sub={<Where of={one} />} />
            </li>
          ))}
        </ul>
      )}
      <CallHotline />
    </Screen>
  );
}

function Where({ of: { address, distance_m } }: { of: Alike }) {
  const away = distance_m === null ? "" : detailWords.value.away(servicesWords.value.distance(roundMetres(distance_m)));
  return <>{[address, away].filter(Boolean).join(servicesWords.value.comma)}</>;
}

function CallHotline() {
  return (
    <a class="btn" href={`tel:${city.hotline}`}>
      <Icon name="phone" weight="fill" />
      {servicesWords.value.callHotline(city.hotline)}
    </a>
  );
}
