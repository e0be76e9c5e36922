/** Asking for help in three steps. Each is an address of its own, so that "back" goes one step back with everything kept. Works
 *  without a network and without an account. */
import "../../style/photos.css";
import "../../style/progress.css";
import "./help.css";
import "./form.css";

import { useSignal } from "@preact/signals";
import { useLocation } from "preact-iso";
import { useEffect, useRef } from "preact/hooks";

import { Banner } from "../../components/Banner";
import { Icon } from "../../components/Icon";
import { Screen } from "../../components/Screen";
import { city } from "../../data/city";
import { withShelf } from "../../data/db";
import { begin, draft, isBlank, leave, rememberReach, resume, saved, saveNow, write } from "../../data/draft";
import { PhoneFull } from "../../data/keep";
import { keep } from "../../data/outbox";
import { place } from "../../data/place";
import { TERMS } from "../../data/taxonomy.gen";
import { helpWords } from "../../i18n/help";
import { focusFirst, type Trouble, troubleIn, troubleInWords } from "./check";
import { proposeSoon } from "./propose";
import { sharedPhotos } from "./shared";
import { StepPhoto } from "./StepPhoto";
import { StepPlace } from "./StepPlace";
import { StepWords } from "./StepWords";
import { settled, showTiles, takeIn } from "./tiles";

const STEPS = ["photo", "words", "place"] as const;
type Step = (typeof STEPS)[number];

export default function New() {
  const w = helpWords.value;
  const { path, query, route } = useLocation();
  const isReady = useSignal(false);
  const isFull = useSignal(false);
  const isSending = useSignal(false);
  const trouble = useSignal<Trouble>({});
  const cameFrom = useRef<Step[]>([]);
  const step: Step = STEPS.find((name) => name === query.step) ?? "photo";

  useEffect(() => {
    if (path === "/help/new") void open(); // else we are leaving: this screen stands until the next one is there
  }, [path, query.draft]);

  useEffect(() => {
    scrollTo(0, 0);
    focusTitle();
  }, [step, isReady.value]);

  async function open() {
    if (isReady.peek() && query.draft === draft.peek().id) return; // its own address: photos may be on their way already
    if (query.draft && (await resume(query.draft))) {
      await showTiles();
    } else if (query.draft && (await withShelf((db) => db.getKey("mine", query.draft ?? "")))) {
      return route(`/help/sent/${query.draft}`, true); // "back" after it was sent
    } else {
      await begin(place.peek());
      await showTiles();
      if (query.category || query.words) write({ category: termOf(query.category), description: query.words ?? "" });
      if (query.shared) await takeIn(await sharedPhotos());
      route(addressOf(step), true);
    }
    isReady.value = true;
  }

  const go = (next: Step): void => {
    void saveNow();
    trouble.value = {};
    cameFrom.current.push(step);
    route(addressOf(next));
  };
  const goBack = (): void => {
    if (cameFrom.current.pop()) history.back();
    else route(addressOf(STEPS[STEPS.indexOf(step) - 1] ?? "photo"), true);
  };

  async function onNext() {
    if (step === "words") await proposeSoon();
    if (step === "photo") return go("words");
    const found = step === "words" ? troubleInWords(draft.peek()) : troubleIn(draft.peek());
    trouble.value = found;
    if (step === "place" && found.description) return go("words");
    if (Object.keys(found).length > 0) return requestAnimationFrame(() => focusFirst(found));
    return step === "words" ? go("place") : send();
  }

  async function send() {
    if (isSending.value) return;
    isSending.value = true;
    await settled();
    const asked = draft.peek();
    try {
      await keep(asked);
      await rememberReach(asked);
      leave();
      route(`/help/sent/${asked.id}`, true);
    } catch (error) {
      if (!(error instanceof PhoneFull)) throw error;
      isFull.value = true; // what was written stays on the screen
      scrollTo(0, 0);
    } finally {
      isSending.value = false;
    }
  }

  const isLast = step === "place";
  const bar = (
    <>
      {step !== "photo" && <button type="button" class="btn" onClick={goBack}>{w.back}</button>}
      <button type="button" class="btn btn--primary" aria-busy={isSending.value} onClick={() => void onNext()}>
        {isSending.value ? w.sending : w.next[step]}
      </button>
    </>
  );
  return (
    <Screen title={w.ask} top={<Top />} bar={bar}>
      <Steps step={step} />
      {isLast && isFull.value && (
        <Banner kind="bad" lead={w.fullLeadForm} action={<a class="textbtn" href={`tel:${city.hotline}`}>{w.fullCall(city.hotline)}</a>}>
          {w.fullForm}
        </Banner>
      )}
      {isReady.value && step === "photo" && <StepPhoto onWords={() => go("words")} />}
      {isReady.value && step === "words" && <StepWords trouble={trouble.value} />}
      {isReady.value && isLast && <StepPlace trouble={trouble.value} />}
    </Screen>
  );
}

/** A category that may be asked for; a link can name any. */
function termOf(code: string | undefined): string | null {
  return TERMS.find((term) => term.code === code && term.requests)?.code ?? null;
}

function focusTitle(): void {
  const title = document.querySelector<HTMLElement>("main h1");
  if (!title) return;
  title.tabIndex = -1;
  title.focus({ preventScroll: true });
}

const addressOf = (step: Step): string => `/help/new?draft=${draft.peek().id}&step=${step}`;

function Top() {
  const w = helpWords.value;
  const { route } = useLocation();
  async function close(event: MouseEvent) {
    event.preventDefault();
    event.stopPropagation();
    await saveNow();
    route("/help", true);
  }
  return (
    <header class="topbar">
      <a class="iconbtn" href="/help" aria-label={w.close} onClick={(event) => void close(event)}>
        <Icon name="x" />
      </a>
      <div class="topbar__title">{w.ask}</div>
      <span class="small faint help__saved" role="status">{!isBlank(draft.value) && w.saved[saved.value]}</span>
    </header>
  );
}

function Steps({ step }: { step: Step }) {
  const w = helpWords.value;
  const at = STEPS.indexOf(step);
  return (
    <ol class="steps" aria-label={w.stepsLabel(at + 1)}>
      {STEPS.map((name, index) => (
        <li key={name} class={index < at ? "done" : ""} aria-current={name === step ? "step" : undefined}>
          {index + 1} {w.steps[name]}
        </li>
      ))}
    </ol>
  );
}
