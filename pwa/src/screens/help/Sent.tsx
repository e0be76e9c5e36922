/** Right after asking: it is safe on this phone; and, as soon as the server has it, the number and the code to keep. */
import "../../style/photos.css";
import "../../style/progress.css";
import "./help.css";
import "./list.css";
import "./request.css";

import { useRoute } from "preact-iso";
import { useEffect } from "preact/hooks";

import { Icon } from "../../components/Icon";
import { Screen } from "../../components/Screen";
import { TopBar } from "../../components/TopBar";
import { listMine, mine, type Received } from "../../data/mine";
import { readable } from "../../data/requests";
import { isRefused, isUnanswered, unsent } from "../../data/unsent";
import { helpWords } from "../../i18n/help";
import { NotHere } from "./NotHere";
import { dueWhen } from "./say";
import { Progress } from "./UnsentCard";

/** WeChat keeps no page of ours for use without a network. */
const isInChat = /MicroMessenger/i.test(navigator.userAgent);

export default function Sent() {
  const { params: { id = "" } } = useRoute();
  const w = helpWords.value;
  useEffect(() => {
    void listMine();
  }, []);

  const request = mine.value.find((other) => other.id === id);
  const row = unsent.value.find((other) => other.id === id);
  if (!request) return <NotHere />;
  const { received } = request;
  const bar = (
    <>
      {/* a button of its own in each state: one that changed its colours slowly could not be read meanwhile */}
      <a key={received ? "arrived" : "kept"} class={received ? "btn" : "btn btn--primary"} href="/help">{w.toHelp}</a>
      {received && <a class="btn btn--primary" href={`/help/r/${id}`}>{w.seeProgress}</a>}
    </>
  );
  return (
    <Screen title={received ? w.arrivedTitle : w.sentTitle} top={<TopBar title={w.ask} up="/help" />} bar={bar}>
      <p class="vh" role="status">{received ? w.sentAnnounce(readable(received.number)) : w.kept}</p>
      {received ? <Arrived received={received} /> : <Kept />}
      {row && (row.begun || isRefused(row)) && (
        <section class="card unsent" data-failed={isRefused(row) || isUnanswered(row) || undefined}>
          <Progress row={row} number={null} now={Date.now()} />
        </section>
      )}
      {received && <WhatNext />}
    </Screen>
  );
}

function Kept() {
  const w = helpWords.value;
  return (
    <section class="sent">
      <Icon name="tray-arrow-up" weight="duotone" />
      <h1>{w.kept}</h1>
      <p class="muted">{w.keptText}</p>
      <p class="muted">{w.keptNumber}</p>
      {isInChat && <p>{w.keptInChat}</p>}
    </section>
  );
}

function Arrived({ received }: { received: Received }) {
  const w = helpWords.value;
  const { number, lookup_code, holder_name, due_at } = received;
  return (
    <>
      <section class="sent">
        <Icon name="check-circle" weight="duotone" />
        <h1>{w.arrivedTitle}</h1>
        <p class="muted">{w.holder(holder_name, due_at && dueWhen(due_at))}</p>
      </section>
      <section class="card ticket">
        <dl>
          <dt>{w.number}</dt>
          <dd class="num">{readable(number)}</dd>
          <dt>{w.code}</dt>
          <dd class="num ticket__code">{lookup_code.replace(/(.{4})(.{4})/, "$1 $2")}</dd>
        </dl>
        <p class="small">
          <Icon name="camera" size="s" />
          {w.takePicture}
        </p>
      </section>
    </>
  );
}

function WhatNext() {
  const w = helpWords.value;
  return (
    <section class="card card--line">
      <h2>{w.nextTitle}</h2>
      <ol class="whatnext">
        {w.sentNext.map((text) => <li key={text}>{text}</li>)}
      </ol>
    </section>
  );
}
