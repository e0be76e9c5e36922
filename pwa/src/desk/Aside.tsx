/** Whose it is and why, and who asked: the number is masked, and a look at it is written down. */
import { useSignal } from "@preact/signals";

import { Icon } from "../components/Icon";
import { say } from "../components/Toast";
import { city, inWords } from "../data/city";
import { deskWords } from "../i18n/desk";
import { intakeWords } from "../i18n/intake";
import { type Reach, type RequestForDesk, reveal } from "./data";

export function Aside({ request }: { request: RequestForDesk }) {
  const w = deskWords.value;
  return (
    <>
      <section class="card stack">
        <h2>{w.whose}</h2>
        <p><b>{request.holder_name}</b></p>
        <p>{request.why.words}</p>
        <p class="small muted">{w.from([w.source[request.source], request.source_name].filter(Boolean).join(" · "))}</p>
      </section>
      <Resident request={request} />
    </>
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
