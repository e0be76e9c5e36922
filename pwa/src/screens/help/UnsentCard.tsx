/** A request, or a step of one, that is still on this phone: waiting, leaving, or refused. */
import { useSignal } from "@preact/signals";
import { useLocation } from "preact-iso";

import { Icon } from "../../components/Icon";
import { Sheet } from "../../components/Sheet";
import { say } from "../../components/Toast";
import type { Item } from "../../data/mine";
import { drop, Frozen, takeBack, tryAgain } from "../../data/outbox";
import { readable } from "../../data/requests";
import { underway } from "../../data/sending";
import { isArrived, isFrozen, isRefused, isUnanswered, type Part, type Unsent } from "../../data/unsent";
import { moment } from "../../i18n/dates";
import { helpWords } from "../../i18n/help";
import { LocalPhoto } from "./Photo";

/** What has not been sent at all: the whole request. */
export function UnsentCard({ item, now }: { item: Item; now: number }) {
  const w = helpWords.value;
  const { request, row } = item;
  if (!row) return null;
  const [thumb] = request.thumbs;
  const isFailed = isRefused(row) || isUnanswered(row);
  return (
    <section class="card unsent" data-failed={isFailed || undefined} aria-label={isFailed ? w.groups.failed : w.groups.waiting}>
      <a class="unsent__top" href={isRefused(row) ? undefined : `/help/sent/${request.id}`}>
        {thumb && <span class="photo photo--s"><LocalPhoto bytes={thumb} alt="" /></span>}
        <div class="grow">
          <p class="row__title clip2">{request.description}</p>
          <Progress row={row} number={request.received?.number ?? null} now={now} />
        </div>
      </a>
      <Acts row={row} />
    </section>
  );
}

/** A word, a rating, a withdrawal that the server refused. */
export function RefusedStep({ row, description }: { row: Unsent; description: string }) {
  const w = helpWords.value;
  return (
    <section class="card unsent" data-failed aria-label={w.groups.failed}>
      <p class="row__title clip2">{description}</p>
      <p class="row__sub">{w.stepRefused[row.act]}{row.note && `：${row.note}`}</p>
      <Why row={row} />
      <Acts row={row} />
    </section>
  );
}

/** What it is doing now, in words and as a bar. */
export function Progress({ row, number, now }: { row: Unsent; number: string | null; now: number }) {
  const w = helpWords.value;
  if (isRefused(row)) return <Why row={row} />;
  const photos = row.parts.filter((part) => part.photo);
  const moving = underway.value?.id === row.id ? underway.value : null;
  const all = row.parts.reduce((sum, part) => sum + part.size, 0);
  const done = row.parts.reduce((sum, part) => sum + (part.done ? part.size : 0), 0);
  return (
    <>
      {number && <p class="row__sub">{w.wordsArrived(readable(number))}</p>}
      <p class="row__sub">
        {isUnanswered(row) && !moving && <b>{w.notSent}</b>}
        {doing(row, moving?.part ?? null, photos.length, now)}
      </p>
      <Parts row={row} moving={moving} />
      {moving ? (
        <progress class="bar" aria-label={w.sendingLabel} max={all} value={Math.min(all, done + moving.sent)} />
      ) : (
        !isArrived(row) &&
        !isUnanswered(row) && (
          <span class="badge badge--wait unsent__badge">
            <Icon name="tray-arrow-up" weight="bold" />
            {w.kept}
          </span>
        )
      )}
    </>
  );
}

/** Where each photo is, when there is more than one: one bad photo holds up nothing else. */
function Parts({ row, moving }: { row: Unsent; moving: { part: number; sent: number } | null }) {
  const w = helpWords.value;
  if (!isArrived(row) || row.parts.length < 3) return null;
  const stateOf = (part: Part, index: number) => (part.done ? "done" : part.refused ? "refused" : moving?.part === index ? "moving" : "waiting");
  return (
    <ol class="photoparts small" aria-label={w.photoParts}>
      {row.parts.map((part, index) => part.photo && (
        <li key={part.photo}>
          <span>{w.photo(index)}</span>
          <progress class="bar" aria-label={w.photo(index)} max={part.size} value={part.done ? part.size : moving?.part === index ? Math.min(part.size, moving.sent) : 0} />
          <span>{w.photoPart[stateOf(part, index)]}</span>
        </li>
      ))}
    </ol>
  );
}

function doing(row: Unsent, part: number | null, photos: number, now: number): string {
  const w = helpWords.value;
  if (part !== null) return part === 0 ? w.sendingWords : w.sendingPhoto(part, photos);
  if (row.notBefore > now) return w.busyUntil(moment(row.notBefore, now));
  if (isUnanswered(row)) return w.noAnswer;
  return isArrived(row) ? w.photosLeft(row.parts.filter((other) => !other.done).length) : w.sendsItself;
}

function Why({ row }: { row: Unsent }) {
  const w = helpWords.value;
  const problem = row.parts[0]?.refused;
  const why = problem?.errors?.[0]?.message ?? problem?.detail ?? problem?.title;
  return (
    <p class="row__sub unsent__why" role="status">
      <b>{w.notSent}</b>
      {why ? w.refusedWhy(why) : ""} {w.stillHere}
    </p>
  );
}

function Acts({ row }: { row: Unsent }) {
  const w = helpWords.value;
  const { route } = useLocation();
  const isAsking = useSignal(false);
  if (isArrived(row)) return null;

  async function edit() {
    try {
      route(`/help/new?draft=${await takeBack(row.id)}&step=words`);
    } catch (error) {
      if (!(error instanceof Frozen)) throw error;
      say(w.frozen);
    }
  }
  async function dropIt() {
    isAsking.value = false;
    await drop(row.id);
    say(w.dropDone);
  }

  return (
    <>
      {isFrozen(row) && row.act === "ask" && <p class="small muted unsent__frozen">{w.frozen}</p>}
      <div class="unsent__acts">
        {(isRefused(row) || isUnanswered(row)) && (
          <button type="button" class="textbtn" onClick={() => void tryAgain(row.id)}>{w.again}</button>
        )}
        {row.draft && !isFrozen(row) && <button type="button" class="textbtn" onClick={() => void edit()}>{w.edit}</button>}
        <button type="button" class="textbtn" onClick={() => (isAsking.value = true)}>{w.drop}</button>
      </div>
      <Sheet open={isAsking.value} onClose={() => (isAsking.value = false)} title={w.dropTitle}>
        <p class="muted">{isFrozen(row) ? w.dropFrozen : w.dropText}</p>
        <div class="pair">
          <button type="button" class="btn btn--bad" onClick={() => void dropIt()}>{w.drop}</button>
          <button type="button" class="btn" onClick={() => (isAsking.value = false)}>{w.keepIt}</button>
        </div>
      </Sheet>
    </>
  );
}
