/** Why it is here, who has it, who is there now; and who asked: the number is masked, and a look at it is written down. */
import { useSignal } from "@preact/signals";

import { Icon } from "../components/Icon";
import { say } from "../components/Toast";
import { city, inWords } from "../data/city";
import { moment } from "../i18n/dates";
import { deskWords } from "../i18n/desk";
import { intakeWords } from "../i18n/intake";
import { type Reach, type RequestForDesk, reveal } from "./data";
import { termName } from "./QueueTable";

export function Aside({ request }: { request: RequestForDesk }) {
  const w = deskWords.value;
  const { holder_name: holder, clerk_name: clerk, on_duty: onDuty = [], households = 1, told = [] } = request;
  return (
    <>
      <section class="card stack stack--s">
        <h2>{w.whose}</h2>
        <p><b>{holder}</b></p>
        {clerk && <p>{w.clerkIs(clerk)}</p>}
        {onDuty.length > 0 && <p>{w.onDutyNow(onDuty.join("、"))}</p>}
        <p class="small muted">{w.from([w.source[request.source], request.source_name].filter(Boolean).join(" · "))}</p>
        <Cause why={request.why} />
        {households > 1 && <p>{w.households(households)}</p>}
        {told.length > 0 && (
          <>
            <h3>{w.toldTitle}</h3>
            <ul class="plain">{told.map((one) => <li key={one.at + one.name} class="small">{[one.division_name, one.name, moment(one.at)].filter(Boolean).join(" ")}</li>)}</ul>
          </>
        )}
      </section>
      {request.through_desk ? <section class="card stack"><h2>{w.residentCard}</h2><p>{w.throughDesk}</p></section> : <Resident request={request} />}
    </>
  );
}

/** Why did this go there? The rule as it stood then, in plain words. */
function Cause({ why }: { why: RequestForDesk["why"] }) {
  const w = deskWords.value;
  const { words, category, division_name: first, estate, passed, on_duty: onDuty, rule, version } = why;
  return (
    <details class="why" open>
      <summary>{w.whyThere}</summary>
      <div class="stack stack--s">
        <p>{words}</p>
        <p>{w.whyFirst(termName(category), first)}</p>
        {estate && <p>{w.whyEstate(estate)}</p>}
        {passed.length > 0 && <p>{w.whyPassed(passed.join("、"))}</p>}
        {onDuty.length > 0 && <p>{w.whyOnDuty(onDuty.join("、"))}</p>}
        <p class="small muted">{w.whyRule(rule, version)}</p>
      </div>
    </details>
  );
}

function Resident({ request }: { request: RequestForDesk }) {
  const w = deskWords.value;
  const reach = useSignal<Reach | null>(null);
  const busy = useSignal(false);
  const contact = request.contact;
  const show = async (): Promise<void> => {
    busy.value = true;
    try {
      reach.value = await reveal(request.id);
    } catch {
      say(w.failed);
    }
    busy.value = false;
  };
  const known = reach.value;
  const phone = known?.phone || contact?.phone_masked || "";
  return (
    <section class="card stack">
      <h2>{w.residentCard}</h2>
      <dl class="facts">
        <dt>{w.phone}</dt>
        <dd class="num">{known?.phone ? <a href={`tel:${known.phone}`}>{known.phone}</a> : phone || w.noPhone}</dd>
        {(known?.name || contact?.name_masked) && (
          <>
            <dt>{w.name}</dt>
            <dd>{known?.name || contact?.name_masked}</dd>
          </>
        )}
        {request.call?.speaks && (
          <>
            <dt>{intakeWords.value.speaks}</dt>
            <dd>{request.call.speaks === "local" ? intakeWords.value.local(inWords(city.name)) : request.call.speaks}</dd>
          </>
        )}
        {known?.address && (
          <>
            <dt>{w.address}</dt>
            <dd>{known.address}</dd>
          </>
        )}
        {contact && (
          <>
            <dt>{w.wish}</dt>
            <dd>{w.wishes[contact.wish]}</dd>
          </>
        )}
        {known?.other_name && (
          <>
            <dt>{w.onBehalf}</dt>
            <dd>{[known.other_name, known.relation, known.other_phone].filter(Boolean).join(" ")}</dd>
          </>
        )}
      </dl>
      {request.call?.incomplete && <p class="small"><b>{intakeWords.value.cutOffHere}</b></p>}
      {contact?.wish === "message" && <p class="small"><b>{w.wantsMessages}</b></p>}
      {known && <p class="small muted" role="status">{w.shown}</p>}
      {!known && contact && (
        <button type="button" class="btn btn--small btn--wide" aria-busy={busy.value} onClick={() => void show()}>
          <Icon name="eye" />
          {busy.value ? w.showing : w.show}
        </button>
      )}
    </section>
  );
}
