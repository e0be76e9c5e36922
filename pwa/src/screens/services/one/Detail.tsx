/** One service: can they help me now? Hours in words, one tap to call, how to get there, what it costs, what to bring. */
import "../../../style/detail.css";

import type { ComponentChildren } from "preact";
import { useRoute } from "preact-iso";

import { Empty } from "../../../components/Empty";
import { Icon } from "../../../components/Icon";
import { Screen } from "../../../components/Screen";
import { SkeletonRows } from "../../../components/Skeleton";
import { TopBar } from "../../../components/TopBar";
import { type Entry, entryLang, entryText } from "../../../data/catalogue";
import { city } from "../../../data/city";
import { commonWords } from "../../../i18n/common";
import { servicesWords } from "../../../i18n/services";
import { termOf } from "../around";
import { DetailFoot } from "./DetailFoot";
import { directionsTo } from "./directions";
import { Door } from "../Door";
import { Facts } from "./Facts";
import { Freshness } from "../Freshness";
import { type Full, type Missing, useService } from "./full";
import { minuteNow } from "../now";
import { openLine, thenWords } from "../openLine";
import { share } from "./share";
import { Week } from "./Week";

export default function Detail() {
  const { id = "" } = useRoute().params;
  const found = useService(id);
  return typeof found === "string" ? <NotHere why={found} /> : <Shown full={found} />;
}

function Shown({ full }: { full: Full }) {
  const { entry } = full;
  return (
    <Screen title={entryText(entry, "name")} top={<Top entry={entry} />} bar={<CallBar entry={entry} />}>
      <DetailBody full={full}>
        <Freshness />
      </DetailBody>
    </Screen>
  );
}

/** What stands between the bars; the desk shows it beside the form. `children` come after the head. */
export function DetailBody({ full, children }: { full: Full; children?: ComponentChildren }) {
  const w = servicesWords.value;
  const { entry, state } = full;
  const minute = minuteNow.value;
  const line = entry.status === "active" ? openLine(state, minute) : { look: "shut", text: w.temporarilyClosed };
  const then = entry.status === "active" ? thenWords(state, minute) : "";
  const name = entryText(entry, "name");
  const does = doesOf(entryText(entry, "description"));
  return (
    <>
      <div class="stack">
        <div class="detail__head">
          <Door term={termOf(entry.category)} />
          <div class="grow">
            <h1 lang={entryLang(entry, "name")}>{name}</h1>
            <p class="small muted" lang="zh-CN">{w.by(entry.provider.name)}</p>
          </div>
        </div>
        <div class="card between now">
          <span class={`open open--${line.look}`}>{line.text}</span>
          {then && <span class="muted">{then}</span>}
        </div>
        <p class="print-only print-phone num">{entry.phone}</p>
      </div>
      {children}
      {does.length > 0 && <Does items={does} lang={entryLang(entry, "description")} />}
      <Facts entry={entry} />
      <Week full={full} />
      <DetailFoot entry={entry} />
    </>
  );
}

/** Several short things are a list with ticks; one sentence is a sentence. */
function Does({ items, lang }: { items: readonly string[]; lang: string }) {
  const w = servicesWords.value;
  return (
    <section class="card stack">
      <h2>{w.does}</h2>
      {items.length === 1 ? (
        <p lang={lang}>{items[0]}</p>
      ) : (
        <ul class="does" lang={lang}>
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

function Top({ entry }: { entry: Entry }) {
  const w = servicesWords.value;
  return (
    <TopBar up="/">
      <button type="button" class="iconbtn" aria-label={w.print} onClick={() => print()}>
        <Icon name="printer" />
      </button>
      <button type="button" class="iconbtn" aria-label={w.share} onClick={() => void share({ ...entry, name: entryText(entry, "name") })}>
        <Icon name="share-network" />
      </button>
    </TopBar>
  );
}

function CallBar({ entry }: { entry: Entry }) {
  const w = servicesWords.value;
  const common = commonWords.value;
  const directions = directionsTo(entry.spots[0]);
  return (
    <>
      {directions && (
        <a class="btn" href={directions} target="_blank" rel="noopener noreferrer">
          <Icon name="navigation-arrow" />
          {w.howToGetThere}
        </a>
      )}
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

function NotHere({ why }: { why: Missing }) {
  const w = servicesWords.value;
  const call = (
    <a class="btn" href={`tel:${city.hotline}`}>
      <Icon name="phone" weight="fill" />
      {w.callHotline(city.hotline)}
    </a>
  );
  const title = { loading: w.title, none: w.unknownService, unreachable: commonWords.value.notKept }[why];
  return (
    <Screen title={title} top={<TopBar up="/" />} tab="services">
      <h1 class="vh">{title}</h1>
      {why === "loading" ? (
        <SkeletonRows />
      ) : (
        <Empty art="line" title={title} action={call}>
          {why === "none" ? w.unknownServiceHint : commonWords.value.notKeptWhy}
        </Empty>
      )}
    </Screen>
  );
}

/** Lines or a list with 、 are things; anything else is one sentence. */
function doesOf(text: string): string[] {
  const lines = text.split("\n").filter(Boolean);
  if (lines.length > 1) return lines;
  const items = (lines[0] ?? "").replace(/[。.]$/, "").split("、");
  const isList = items.length > 2 && items.every((item) => item.length <= 12 && !/[，；。]/.test(item));
  return isList ? items : lines;
}
