/** One request in the list: what, the last word about it, where it stands. The whole card opens it. */
import { Icon } from "../../components/Icon";
import type { Item } from "../../data/mine";
import { isRefused, refusedPhotos } from "../../data/unsent";
import { moment } from "../../i18n/dates";
import { helpWords } from "../../i18n/help";
import { StateBadge } from "./Badge";
import { LocalPhoto, RemotePhoto } from "./Photo";
import { latest } from "./say";
import { Trail } from "./Trail";

export function RequestCard({ item, now }: { item: Item; now: number }) {
  const w = helpWords.value;
  const { request, row, steps } = item;
  const { copy } = request;
  const isOver = copy !== null && ["closed", "declined", "withdrawn", "merged"].includes(copy.state);
  const troubled = row ? refusedPhotos(row).length : 0;
  const stepRow = steps.find((step) => !isRefused(step));
  return (
    <a class="card rcard" href={`/help/r/${request.id}`}>
      <div class="rcard__top">
        <Thumb item={item} />
        <div class="grow">
          <p class="row__title clip2">{request.description}</p>
          <p class="row__sub clip2">{copy ? latest(copy) : w.state.submitted}</p>
          {row && troubled > 0 && (
            <p class="rcard__trouble">
              <Icon name="image-broken" />
              {w.photosArrived(row.parts.filter((part) => part.photo && part.done).length, row.parts.length - 1)}
            </p>
          )}
          <div class="rcard__foot">
            {stepRow ? (
              <span class="badge badge--wait">
                <Icon name="tray-arrow-up" weight="bold" />
                {w.stepWaiting[stepRow.act]}
              </span>
            ) : (
              <StateBadge copy={copy} now={now} />
            )}
            <time class="tiny faint num" dateTime={lastChange(item)}>{moment(lastChange(item), now)}</time>
          </div>
        </div>
      </div>
      {copy && !isOver && <Trail state={copy.state} />}
      <span class="btn btn--wide rcard__go">{goWords(copy?.state, troubled)}</span>
    </a>
  );
}

function Thumb({ item: { request } }: { item: Item }) {
  const [own] = request.thumbs;
  const remote = request.copy?.photos[0];
  if (own) return <span class="photo photo--s"><LocalPhoto bytes={own} alt="" /></span>;
  if (!remote) return null;
  return <span class="photo photo--s"><RemotePhoto request={request.id} photo={remote.id} size={400} alt="" /></span>;
}

function goWords(state: string | undefined, troubled: number): string {
  const w = helpWords.value;
  if (troubled > 0) return w.goPhotos;
  if (state === "resolved") return w.goRate;
  return state === "waiting" ? w.goAnswer : w.goLook;
}

function lastChange({ request: { copy, madeAt } }: Item): string {
  return copy?.steps[copy.steps.length - 1]?.at ?? new Date(madeAt).toISOString();
}
