/** Everything that happened, the newest first: who, what, when, and in their own words. What has not left the phone yet on top. */
import { useSignal } from "@preact/signals";

import { Icon } from "../../components/Icon";
import type { RequestForResident, StepSeen } from "../../data/requests";
import type { Unsent } from "../../data/unsent";
import { moment } from "../../i18n/dates";
import { helpWords } from "../../i18n/help";
import { RemotePhoto } from "./Photo";
import { newestFirst, sentence } from "./say";
import { Viewer } from "./Viewer";

const ICON: Record<string, string> = {
  submit: "paper-plane-tilt-fill", accept: "hand-waving-fill", assign: "user-fill", start: "wrench-fill", ask: "question-bold",
  answer: "chat-circle-dots-fill", message: "chat-circle-dots-fill", transfer: "arrow-right-bold", escalate: "arrow-right-bold",
  resolve: "check-bold", confirm: "star-fill", close: "moon-fill", reopen: "arrow-counter-clockwise-bold", decline: "prohibit-bold",
  withdraw: "arrow-u-up-left-bold", merge: "git-merge-bold", dispatch: "arrow-right-bold", offer: "question-bold", agree: "check-bold", photo_given_up: "image-broken-bold",
};

export function Course({ copy, rows }: { copy: RequestForResident; rows: readonly Unsent[] }) {
  const w = helpWords.value;
  const steps = newestFirst(copy);
  const open = useSignal<string | null>(null);
  const waiting = rows.filter((row) => row.act !== "ask" && row.act !== "photo_given_up");
  return (
    <section class="card">
      <h2 class="course__title">{w.course}</h2>
      <ol class="timeline">
        {waiting.map((row) => (
          <li key={row.id}>
            <span class="dot"><Icon name="tray-arrow-up" weight="bold" /></span>
            <p class="what">{w.stepWaiting[row.act]}</p>
            <p class="when num">{moment(row.madeAt)}</p>
            {row.note && <p class="course__note">{row.note}</p>}
          </li>
        ))}
        {steps.map((step, index) => (
          <li key={step.id} class={index === 0 && waiting.length === 0 ? "now" : ""}>
            <span class="dot"><Icon name={ICON[step.act] ?? "info-bold"} /></span>
            <p class="what">{sentence(step)}</p>
            <p class="when num">
              <time dateTime={step.at}>{moment(step.at)}</time>
            </p>
            <Said step={step} copy={copy} onOpen={(photo) => (open.value = photo)} />
          </li>
        ))}
      </ol>
      <Viewer request={copy.id} photos={copy.photos.map((photo) => photo.id)} open={open.value} onClose={() => (open.value = null)}
        onMove={(photo) => (open.value = photo)} />
    </section>
  );
}

type SaidProps = { step: StepSeen; copy: RequestForResident; onOpen: (photo: string) => void };

/** The words and photos that came with a step: staff's in a bubble, the resident's as they are. */
function Said({ step, copy, onOpen }: SaidProps) {
  const w = helpWords.value;
  const isFirst = step.act === "submit";
  const photos = copy.photos.filter((photo) => (isFirst ? !photo.step : photo.step === step.id || photo.id === step.photo));
  const words = isFirst ? copy.description : step.note;
  const written = isFirst && copy.written_at && Date.parse(copy.sent_at) - Date.parse(copy.written_at) > 5 * 60_000;
  if (!words && photos.length === 0) return null;
  return (
    <div class={["staff", "firm"].includes(step.by) ? "bubble" : "course__note"}>
      {written && copy.written_at && <p class="small faint">{w.writtenOn(moment(copy.written_at))}</p>}
      {words && <p class="course__words">{words}</p>}
      {photos.length > 0 && (
        <div class="course__photos">
          {photos.map((photo) => (
            <button key={photo.id} type="button" class="photo photo--s" aria-label={w.photoOf(copy.photos.indexOf(photo) + 1)} onClick={() => onOpen(photo.id)}>
              <RemotePhoto request={copy.id} photo={photo.id} size={400} alt="" />
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
