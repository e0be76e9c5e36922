/** Which firm has what, until when; and which of them answer. */
import "./firms.css";

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Banner } from "../../components/Banner";
import { Empty } from "../../components/Empty";
import { SkeletonRows } from "../../components/Skeleton";
import { readable } from "../../data/requests";
import { moment } from "../../i18n/dates";
import { firmsWords } from "../../i18n/firms";
import { Frame } from "../Frame";
import { news } from "../live";
import { termName } from "../QueueTable";
import { type Firm, type Listed, offerWords, readDispatches, readFirms } from "./data";

export default function Firms() {
  const w = firmsWords.value;
  const open = useSignal<Listed["items"] | null>(null);
  const cursor = useSignal<string | null>(null);
  const firms = useSignal<readonly Firm[] | null>(null);
  const failed = useSignal(false);

  async function load(from: string | null = null): Promise<void> {
    try {
      const [page, records] = await Promise.all([readDispatches(from), from ? firms.peek() : readFirms()]);
      open.value = from ? [...(open.peek() ?? []), ...page.items] : page.items;
      cursor.value = page.next_cursor ?? null;
      firms.value = records;
      failed.value = false;
    } catch {
      failed.value = true;
    }
  }
  useEffect(() => void load(), [news.value]);

  return (
    <Frame title={w.title} at="firms">
      <div class="desk__head"><h1>{w.title}</h1></div>
      <p class="muted firms__lead">{w.lead}</p>
      {failed.value && <Banner kind="bad" action={<button type="button" class="textbtn" onClick={() => void load()}>{w.retry}</button>}>{w.failed}</Banner>}
      {!open.value && !failed.value && <SkeletonRows rows={4} />}
      {open.value && (
        <section class="stack" aria-labelledby="firms-open">
          <h2 id="firms-open">{w.open}</h2>
          {open.value.length === 0 ? <Empty art="row" title={w.openNone}>{w.openNoneHint}</Empty> : (
            <div class="card card--flush rows">
              {open.value.map((one) => (
                <a key={one.id} class="row" href={`/desk/r/${one.request}`}>
                  <span class="row__body">
                    <span class="row__title">{one.name}</span>
                    <span class="row__sub">{[termName(one.category), one.place_name, readable(one.number)].join(" · ")}</span>
                    <span class="row__sub">{one.state === "sent" ? w.answerBy(moment(one.due_at)) : one.comes_at && one.leaves_at ? offerWords({ fen: one.fen ?? 0, comes_at: one.comes_at, leaves_at: one.leaves_at }) : ""}</span>
                  </span>
                  <span class={`badge badge--${one.state === "agreed" ? "good" : "wait"}`}>{w.badge[one.state]}</span>
                </a>
              ))}
            </div>
          )}
          {cursor.value && <button type="button" class="btn" onClick={() => void load(cursor.peek())}>{w.more}</button>}
        </section>
      )}
      {firms.value && (
        <section class="stack" aria-labelledby="firms-records">
          <h2 id="firms-records">{w.records}</h2>
          {firms.value.length === 0 ? <p class="muted">{w.recordsNone}</p> : <Records firms={firms.value} />}
        </section>
      )}
    </Frame>
  );
}

function Records({ firms }: { firms: readonly Firm[] }) {
  const w = firmsWords.value;
  return (
    <div class="card card--flush firms__records" tabIndex={0} role="region" aria-labelledby="firms-records">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{w.head.firm}</th>
            <th scope="col">{w.head.sent}</th>
            <th scope="col">{w.head.inTime}</th>
            <th scope="col">{w.head.agreed}</th>
            <th scope="col">{w.head.refused}</th>
            <th scope="col">{w.head.silent}</th>
          </tr>
        </thead>
        <tbody>
          {firms.map((firm) => (
            <tr key={firm.id}>
              <th scope="row">{firm.name}{firm.phone && <span class="row__sub num">{firm.phone}</span>}</th>
              <td class="num">{firm.sent}</td>
              <td class="num">{firm.in_time}</td>
              <td class="num">{firm.agreed}</td>
              <td class="num">{firm.refused}</td>
              <td class="num">{firm.silent}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
