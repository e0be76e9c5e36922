/** What the same person asked before, and what others ask nearby: to know more, or to go on with both as one. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Sheet } from "../components/Sheet";
import { day } from "../i18n/dates";
import { deskWords } from "../i18n/desk";
import { queueWords } from "../i18n/queue";
import { readRelated, type Related, type RelatedRequest, type RequestForDesk } from "./data";
import { termName } from "./QueueTable";
import type { Act } from "./Request";
import { StateBadge } from "./StateBadge";

export function RelatedCard({ request, act }: { request: RequestForDesk; act: Act }) {
  const w = queueWords.value;
  const related = useSignal<Related | null>(null);
  const other = useSignal<RelatedRequest | null>(null);
  const mayMerge = request.acts.includes("merge");
  useEffect(() => {
    related.value = null;
    void readRelated(request.id).then(
      (found) => (related.value = found),
      () => {}, // without a network the page stands without it
    );
  }, [request.id, request.version]);
  const merge = async (): Promise<void> => {
    const into = other.value?.id;
    other.value = null;
    if (into) await act({ act: "merge", to: into }, deskWords.value.done);
  };
  const { earlier = [], similar = [] } = related.value ?? {};
  return (
    <>
      {similar.length > 0 && (
        <section class="card stack">
          <h2>{w.similar}</h2>
          <ul class="rows">
            {similar.map((one) => (
              <Row key={one.id} one={one}>
                {mayMerge && <button type="button" class="btn btn--small" aria-label={`${w.merge} ${one.number}`} onClick={() => (other.value = one)}>{w.merge}</button>}
              </Row>
            ))}
          </ul>
        </section>
      )}
      {earlier.length > 0 && (
        <section class="card stack">
          <h2>{w.earlier}</h2>
          <ul class="rows">{earlier.map((one) => <Row key={one.id} one={one} />)}</ul>
        </section>
      )}
      <Sheet open={other.value !== null} onClose={() => (other.value = null)} title={w.mergeTitle(other.value?.number ?? "")}>
        <p>{w.mergeHint}</p>
        <button type="button" class="btn btn--primary btn--wide" onClick={() => void merge()}>{w.mergeDo}</button>
        <button type="button" class="btn btn--wide" onClick={() => (other.value = null)}>{deskWords.value.cancel}</button>
      </Sheet>
    </>
  );
}

function Row({ one, children }: { one: RelatedRequest; children?: preact.ComponentChildren }) {
  const away = one.distance_m === null ? "" : queueWords.value.metres(one.distance_m);
  return (
    <li class="related">
      <a class="row row--plain grow" href={`/desk/r/${one.id}`}>
        <span class="row__body">
          <span class="row__title clip2">{one.description || termName(one.category)}</span>
          <span class="row__sub num">{[one.number, day(one.sent_at), one.place_name, one.address, away, one.clerk_name].filter(Boolean).join(" · ")}</span>
          <span><StateBadge state={one.state} /></span>
        </span>
      </a>
      {children}
    </li>
  );
}
