/** One service: can they help me now? Hours in words, one tap to call, how to get there, what it costs, what to bring. */
import "../../../style/detail.css";

import type { ComponentChildren } from "preact";
import { useRoute } from "preact-iso";

import { Icon } from "../../../components/Icon";
import { Screen } from "../../../components/Screen";
import { entryLang, entryText } from "../../../data/catalogue";
import { servicesWords } from "../../../i18n/services";
import { termOf } from "../around";
import { Door } from "../Door";
import { Freshness } from "../Freshness";
import { minuteNow } from "../now";
import { openLine, thenWords } from "../openLine";
import { CallBar } from "./CallBar";
import { DetailFoot } from "./DetailFoot";
import { Elsewhere } from "./Elsewhere";
import { Facts } from "./Facts";
import { type Full, isHere, useService } from "./full";
import { NotHere } from "./NotHere";
import { OnPaper } from "./OnPaper";
import { Top } from "./Top";
import { Week } from "./Week";

export default function Detail() {
  const { id = "" } = useRoute().params;
  const found = useService(id);
  return isHere(found) ? <Shown full={found} /> : <NotHere why={found} />;
}

function Shown({ full }: { full: Full }) {
  const { entry } = full;
  return (
    <Screen title={entryText(entry, "name")} top={<Top entry={entry} />} bar={<CallBar entry={entry} />}>
      <DetailBody full={full}>
        <Elsewhere full={full} />
        <Freshness />
        <OnPaper entry={entry} />
      </DetailBody>
    </Screen>
  );
}

type DetailBodyProps = { full: Full; heading?: "h1" | "h2"; children?: ComponentChildren };

/** What stands between the bars; the desk shows it beside the form. `children` come after the head. */
export function DetailBody({ full, heading: Heading = "h1", children }: DetailBodyProps) {
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
            <Heading lang={entryLang(entry, "name")}>{name}</Heading>
            <p class="small muted" lang="zh-CN">{w.by(entry.provider.name)}</p>
          </div>
        </div>
        <div class="card between now no-print">
          <span class={`open open--${line.look}`}>{line.text}</span>
          {then && <span class="muted">{then}</span>}
        </div>
      </div>
      {children}
      {does.length > 0 && <Does items={does} lang={entryLang(entry, "description")} />}
      <Facts entry={entry} />
      <Week full={full} />
      <DetailFoot full={full} />
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

/** Lines or a list with 、 are things; anything else is one sentence. */
function doesOf(text: string): string[] {
  const lines = text.split("\n").filter(Boolean);
  if (lines.length > 1) return lines;
  const items = (lines[0] ?? "").replace(/[。.]$/, "").split("、");
  const isList = items.length > 2 && items.every((item) => item.length <= 12 && !/[，；。]/.test(item));
  return isList ? items : lines;
}
