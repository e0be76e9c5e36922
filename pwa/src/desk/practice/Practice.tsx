/** How do I learn this without harm? In the demonstration six cases; elsewhere the way there. And what to hand to residents. */
import "./practice.css";

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Banner } from "../../components/Banner";
import { Icon } from "../../components/Icon";
import { SkeletonRows } from "../../components/Skeleton";
import { say } from "../../components/Toast";
import { Refused, Unreachable } from "../../data/api";
import { me } from "../../data/session";
import { practiceWords } from "../../i18n/practice";
import { Frame } from "../Frame";
import { news } from "../live";
import { CaseCard } from "./CaseCard";
import { type Case, goOn, GUIDES, isDone, type Practice as Page, readPractice } from "./data";

export default function Practice() {
  const w = practiceWords.value;
  const page = useSignal<Page | null>(null);
  const trouble = useSignal("");

  async function load(): Promise<void> {
    try {
      page.value = await readPractice();
      trouble.value = "";
    } catch (error) {
      trouble.value = told(error);
    }
  }
  useEffect(() => {
    const look = (): void => {
      if (me.peek()?.kind === "staff" && document.visibilityState === "visible") void load();
    };
    look();
    document.addEventListener("visibilitychange", look); // back from the request, in another tab
    const stop = news.subscribe((fresh) => fresh && look());
    return () => {
      document.removeEventListener("visibilitychange", look);
      stop();
    };
  }, []);

  async function press(old: Case): Promise<void> {
    try {
      await goOn(old.code);
      say(old.next === "answer" ? w.answered : w.begun);
    } catch (error) {
      say(told(error));
    }
    await load();
  }

  const { is_here: isHere, url, cases = [] } = page.value ?? {};
  return (
    <Frame title={w.title} at="practice">
      <div class="desk__head">
        <h1>{w.title}</h1>
        {isHere && <p role="status">{w.progress(cases.filter(isDone).length, cases.length)}</p>}
      </div>
      <p class="practice__lead">{w.lead}</p>
      {trouble.value && <Banner kind="bad" action={<button type="button" class="textbtn" onClick={() => void load()}>{w.retry}</button>}>{trouble.value}</Banner>}
      {!page.value && !trouble.value && <SkeletonRows rows={4} />}
      {isHere && <Banner kind="info">{w.here}</Banner>}
      {isHere === false && <Elsewhere url={url ?? ""} />}
      {isHere && (
        <div class="practice">
          {cases.map((each, index) => <CaseCard key={each.code} practised={each} nth={index + 1} onGoOn={() => press(each)} />)}
        </div>
      )}
      <Guides />
    </Frame>
  );
}

/** What went wrong, in words. */
function told(error: unknown): string {
  const w = practiceWords.peek();
  if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
  if (error instanceof Unreachable) return w.failed;
  if (error.status === 401) me.value = null;
  return error.status === 403 ? w.notYours : error.message;
}

/** This is the real city: where to practise, or how to make such a place. */
function Elsewhere({ url }: { url: string }) {
  const w = practiceWords.value;
  return (
    <section class="card stack practice__lead">
      <p>{w.elsewhere}</p>
      {url ? (
        <a class="btn btn--primary practice__go" href={`${url.replace(/\/$/, "")}/desk/practice`} target="_blank" rel="noopener">{w.open}</a>
      ) : (
        <>
          <p>{w.none} <code>{w.setting}</code>：</p>
          <pre class="practice__command" tabIndex={0}>{w.command}</pre>
          <p class="muted">{w.logins}</p>
        </>
      )}
    </section>
  );
}

function Guides() {
  const w = practiceWords.value;
  return (
    <section class="stack practice__guides">
      <h2>{w.guides}</h2>
      <p class="muted">{w.guidesHint}</p>
      <ul class="card card--flush rows">
        {GUIDES.map((tab) => (
          <li key={tab}>
            <a class="row" href={`/guide/${tab}`} target="_blank" rel="noopener">
              <Icon name="printer-regular" />
              <span class="row__body"><span class="row__plain">{w.guide[tab]}</span></span>
              <Icon name="caret-right" weight="bold" />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
