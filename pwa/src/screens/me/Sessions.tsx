/** Where am I signed in? One button ends all but this one. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Banner } from "../../components/Banner";
import { Screen } from "../../components/Screen";
import { SkeletonRows } from "../../components/Skeleton";
import { say } from "../../components/Toast";
import { TopBar } from "../../components/TopBar";
import { answer, api, Unreachable } from "../../data/api";
import type { components } from "../../data/api.gen";
import { moment } from "../../i18n/dates";
import { meWords } from "../../i18n/me";

type OwnSession = components["schemas"]["OwnSession"];

export default function Sessions() {
  const w = meWords.value;
  const items = useSignal<OwnSession[] | null>(null);
  const failed = useSignal("");
  const busy = useSignal(false);

  async function attempt(work: () => Promise<unknown>): Promise<void> {
    busy.value = true;
    failed.value = "";
    try {
      await work();
      items.value = (await answer(api.GET("/api/me/sessions"))).items;
    } catch (error) {
      failed.value = error instanceof Unreachable ? w.needsNetwork : w.failed;
    } finally {
      busy.value = false;
    }
  }
  const endOthers = () =>
    attempt(async () => {
      await answer(api.DELETE("/api/me/sessions"));
      say(w.sessionsEnded);
    });
  useEffect(() => void attempt(async () => {}), []);

  const others = items.value?.filter((one) => !one.here) ?? [];
  const button = (
    <button type="button" class="btn btn--bad btn--wide" aria-busy={busy.value} onClick={() => void endOthers()}>
      {w.sessionsEnd}
    </button>
  );
  return (
    <Screen title={w.sessions} tab="me" top={<TopBar up="/me" />}>
      <h1>{w.sessions}</h1>
      <p class="muted">{w.sessionsHint}</p>
      {failed.value && <Banner kind="bad">{failed.value}</Banner>}
      {!items.value && !failed.value && <SkeletonRows rows={2} />}
      {items.value && (
        <ul class="card card--flush rows">
          {items.value.map((one) => <One key={one.id} session={one} />)}
        </ul>
      )}
      {items.value && (others.length > 0 ? button : <p class="muted">{w.sessionsOnlyHere}</p>)}
    </Screen>
  );
}

function One({ session }: { session: OwnSession }) {
  const w = meWords.value;
  const kind = session.own_phone ? w.sessionOwn : w.sessionBorrowed;
  return (
    <li class="row">
      <span class="row__body">
        <span class="row__title">{session.here ? w.sessionHere : kind}</span>
        <span class="row__sub">{w.sessionTimes(moment(session.begun_at), moment(session.used_at))}</span>
      </span>
    </li>
  );
}
