/** One service: can they help me now? Hours in words, one tap to call, how to get there, what it costs, what to bring. */
import "../../style/detail.css";

import { useRoute } from "preact-iso";

import { Empty } from "../../components/Empty";
import { Icon } from "../../components/Icon";
import { Screen } from "../../components/Screen";
import { SkeletonRows } from "../../components/Skeleton";
import { TopBar } from "../../components/TopBar";
import { city } from "../../data/city";
import { commonWords } from "../../i18n/common";
import { servicesWords } from "../../i18n/services";
import { DetailFoot } from "./DetailFoot";
import { directionsTo } from "./directions";
import { Door } from "./Door";
import { Facts } from "./Facts";
import { Freshness } from "./Freshness";
import { type ServiceInFull, useService } from "./full";
import { share } from "./share";
import { Week } from "./Week";

export default function Detail() {
  const { id = "" } = useRoute().params;
  const { state, service } = useService(id);
  if (service) return <Shown service={service} />;
  return <Missing loading={state === "loading"} />;
}

function Shown({ service }: { service: ServiceInFull }) {
  const w = servicesWords.value;
  const { line } = service;
  return (
    <Screen title={service.name} top={<Top service={service} />} bar={<CallBar service={service} />}>
      <div class="stack">
        <div class="detail__head">
          <Door term={service.term} />
          <div class="grow">
            <h1>{service.name}</h1>
            <p class="small muted">{w.by(service.organization)}</p>
          </div>
        </div>
        <div class="card between now">
          <span class={`open open--${line.look}`}>{line.text}</span>
          {service.then && <span class="muted">{service.then}</span>}
        </div>
        <p class="print-only print-phone num">{service.phone}</p>
      </div>
      <Freshness />
      {service.does.length > 0 && <Does items={service.does} />}
      <Facts service={service} />
      <Week service={service} />
      <DetailFoot service={service} />
    </Screen>
  );
}

/** Several short things are a list with ticks; one sentence is a sentence. */
function Does({ items }: { items: readonly string[] }) {
  const w = servicesWords.value;
  return (
    <section class="card stack">
      <h2>{w.does}</h2>
      {items.length === 1 ? (
        <p>{items[0]}</p>
      ) : (
        <ul class="does">
          {items.map((item) => (
            <li key={item}>
              <Icon name="check" weight="bold" />
              {item}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Top({ service }: { service: ServiceInFull }) {
  const w = servicesWords.value;
  return (
    <TopBar up="/">
      <button type="button" class="iconbtn" aria-label={w.print} onClick={() => print()}>
        <Icon name="printer" />
      </button>
      <button type="button" class="iconbtn" aria-label={w.share} onClick={() => void share(service)}>
        <Icon name="share-network" />
      </button>
    </TopBar>
  );
}

function CallBar({ service }: { service: ServiceInFull }) {
  const w = servicesWords.value;
  const common = commonWords.value;
  const directions = directionsTo(service);
  return (
    <>
      {directions && (
        <a class="btn" href={directions} target="_blank" rel="noopener noreferrer">
          <Icon name="navigation-arrow" />
          {w.howToGetThere}
        </a>
      )}
      <a class="btn btn--primary" href={`tel:${service.phone || city.hotline}`}>
        <Icon name="phone" weight="fill" />
        <span class="btn__two">
          {service.phone ? common.call : w.callHotline(city.hotline)}
          {service.phone && city.demo && <small>{common.demoNumber}</small>}
        </span>
      </a>
    </>
  );
}

function Missing({ loading }: { loading: boolean }) {
  const w = servicesWords.value;
  const call = (
    <a class="btn" href={`tel:${city.hotline}`}>
      <Icon name="phone" weight="fill" />
      {w.callHotline(city.hotline)}
    </a>
  );
  return (
    <Screen title={w.title} top={<TopBar up="/" />} tab="services">
      <h1 class="vh">{loading ? w.title : w.unknownService}</h1>
      {loading ? (
        <SkeletonRows />
      ) : (
        <>
          <Freshness />
          <Empty art="line" title={w.unknownService} action={call}>
            {w.unknownServiceHint}
          </Empty>
        </>
      )}
    </Screen>
  );
}
