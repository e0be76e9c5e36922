/** One request: what it waits for, and everything that has happened, the newest first. Readable without a network, with the day of
 *  the copy. What the resident says goes through the outbox. */
import "../../style/photos.css";
import "../../style/progress.css";
import "../../style/timeline.css";
import "./help.css";
import "./form.css";
import "./list.css";
import "./request.css";

import { useRoute } from "preact-iso";
import { useEffect } from "preact/hooks";

import { Banner } from "../../components/Banner";
import { Icon } from "../../components/Icon";
import { Screen } from "../../components/Screen";
import { SkeletonRows } from "../../components/Skeleton";
import { TopBar } from "../../components/TopBar";
import { city } from "../../data/city";
import type { Wish } from "../../data/draft";
import { lookedAt, type Mine } from "../../data/mine";
import { offline } from "../../data/network";
import { lookedUp, readable, type RequestForResident } from "../../data/requests";
import { date, moment } from "../../i18n/dates";
import { helpWords } from "../../i18n/help";
import { StateBadge } from "./Badge";
import { Course } from "./Course";
import { MyPhotos } from "./MyPhotos";
import { NotHere } from "./NotHere";
import { Deal } from "./Offer";
import { useReplies } from "./Replies";
import { termName } from "./say";
import { useRequest } from "./useRequest";

export default function Timeline() {
  const { params: { id = "" } } = useRoute();
  const w = helpWords.value;
  const { known, copy, rows, state } = useRequest(id);
  const isReadOnly = !known && lookedUp.value?.id === id;
  useEffect(() => {
    void lookedAt(id);
  }, [id, copy?.version]);
  const replies = useReplies(isReadOnly ? null : copy, known ?? { id, key: null }, rows);
  if (!copy && state === "asking") return <Waiting />;
  if (!copy) return known ? <JustSent request={known} /> : <NotHere />;
  const title = titleOf(copy.description) || w.followTitle(termName(copy.category), copy.place_name);

  return (
    <Screen title={title} top={<Top copy={copy} more={replies.more} />} bar={replies.bar}>
      {known?.copiedAt && state === "failed" && (
        <Banner kind="offline">{(offline.value ? w.storedCopy : w.storedFailed)(moment(known.copiedAt))}</Banner>
      )}
      {isReadOnly && <Banner kind="info">{w.readOnly(city.hotline)}</Banner>}
      <div class="stack stack--s">
        <StateLine copy={copy} />
        <h1 class="request__title">{title}</h1>
        <p class="small muted">{w.submittedOn(copy.address || copy.place_name, date(copy.sent_at))}</p>
      </div>
      {copy.following ? <p class="banner"><Icon name="eye" /><span>{w.following(copy.households)}</span></p> : copy.households > 1 && <p class="banner"><Icon name="users-three" /><span>{w.households(copy.households)}</span></p>}
      {copy.merged_into && <a class="btn btn--wide" href={`/help/r/${copy.merged_into}`}>{w.mergedInto}</a>}
      {replies.card}
      {copy.offer && copy.offer.state !== "offered" && <section class="card card--line"><Deal offer={copy.offer} /></section>}
      <MyPhotos copy={copy} row={rows.find((row) => row.act === "ask")} />
      <Course copy={copy} rows={rows} />
      <Cause copy={copy} />
      <Told copy={copy} />
      {!copy.following && <Facts copy={copy} />}
      {replies.sheets}
    </Screen>
  );
}

function Top({ copy, more }: { copy: RequestForResident; more: (() => void) | null }) {
  const w = helpWords.value;
  const [word, number] = copy.number ? w.requestNumber(readable(copy.number)).split(" ") : [w.title];
  return (
    <TopBar title={<>{word} <span class="nowrap">{number}</span></>} up="/help">
      <a class="iconbtn" href={`tel:${city.hotline}`} aria-label={w.hotlineAbout(city.hotline)}>
        <Icon name="phone" weight="fill" />
      </a>
      {more && (
        <button type="button" class="iconbtn" aria-label={w.more} aria-haspopup="dialog" onClick={more}>
          <Icon name="dots-three" weight="bold" />
        </button>
      )}
    </TopBar>
  );
}

/** It was passed on, or is property management's: why it went where it went first. */
function Cause({ copy: { why, steps } }: { copy: RequestForResident }) {
  const w = helpWords.value;
  if (!why || !(why.is_property || steps.some(({ act }) => act === "transfer" || act === "escalate"))) return null;
  return (
    <section class="card stack stack--s">
      <h2>{w.whyTitle}</h2>
      <p>{[w.whyFirst(why.holder_name), why.is_property ? w.whyProperty(why.estate) : why.words].filter(Boolean).join("")}</p>
    </section>
  );
}

/** It is urgent: who of the staff heard of it, and when. */
function Told({ copy: { told } }: { copy: RequestForResident }) {
  const w = helpWords.value;
  if (told.length === 0) return null;
  return (
    <section class="card stack stack--s">
      <h2>{w.told}</h2>
      <ul class="stack stack--s">
        {told.map((one) => <li key={one.at + one.name}>{w.readBy(w.by(one.division_name, one.name), moment(one.at))}</li>)}
      </ul>
    </section>
  );
}

function StateLine({ copy }: { copy: RequestForResident }) {
  return <p class="request__state"><StateBadge copy={copy} now={Date.now()} /></p>;
}

/** What was left, and who has looked at it: by name, office and hour. */
function Facts({ copy }: { copy: RequestForResident }) {
  const w = helpWords.value;
  const { contact, reads } = copy;
  return (
    <section class="card stack">
      <h2>{w.contactShown}</h2>
      <p>{[contact?.name, contact?.phone_masked || w.contactNone, contact && w.wish[contact.wish as Wish]].filter(Boolean).join(" · ")}</p>
      {contact?.address && <p>{contact.address}</p>}
      {contact?.anonymous && <p class="muted">{w.anonymous}</p>}
      {contact?.other_name && <p>{[w.onBehalf, contact.other_name, contact.relation].filter(Boolean).join(" · ")}</p>}
      <h2>{w.reads}</h2>
      {reads.length === 0 ? (
        <p class="muted">{w.readsNone}</p>
      ) : (
        <ul class="stack stack--s">
          {reads.map((read) => (
            <li key={read.at}>{(read.what === "search" ? w.foundBy : read.what === "address" ? w.addressBy : w.readBy)(w.by(read.division_name, read.name).trim(), moment(read.at))}</li>
          ))}
        </ul>
      )}
      <p class="small muted">{w.retention(city.kept_months)}</p>
    </section>
  );
}

function Waiting() {
  const w = helpWords.value;
  return (
    <Screen title={w.requestNone} top={<TopBar title={w.requestNone} up="/help" />} tab="help">
      <h1 class="vh">{w.requestNone}</h1>
      <SkeletonRows rows={3} />
    </Screen>
  );
}

/** It is ours, but the server has told us nothing of it yet: our own words are the first thing that happened. */
function JustSent({ request }: { request: Mine }) {
  const w = helpWords.value;
  const number = request.received?.number;
  return (
    <Screen title={w.requestNone} top={<TopBar title={number ? w.requestNumber(readable(number)) : w.requestNone} up="/help" />} tab="help">
      <h1 class="request__title">{titleOf(request.description)}</h1>
      <p class="muted">{number ? w.step.submit : w.kept}</p>
      <p class="small faint">{w.writtenOn(moment(request.madeAt))}</p>
    </Screen>
  );
}

/** The first line is the title; all of it stands with the first step. */
function titleOf(description: string): string {
  return (description.split("\n")[0] ?? "").slice(0, 60);
}
