/** One question a screen. Nothing is chosen beforehand, nothing moves on by itself, every answer is on the disk at once. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";

import { Icon } from "../../components/Icon";
import { Screen } from "../../components/Screen";
import { SkeletonRows } from "../../components/Skeleton";
import { handIn, type Sheet, sheets, writeSheet } from "../../data/answers";
import { inWords } from "../../data/city";
import { answersToSend, type Form, type Question, shownQuestions, type Value } from "../../data/questionnaire";
import { lang } from "../../i18n";
import { surveyWords } from "../../i18n/survey";
import { QuestionFields } from "./QuestionFields";
import { useOpenWave } from "./useWave";
import "../../style/survey.css";
import "../../style/progress.css";
import "./survey.css";

export default function Answer() {
  const w = surveyWords.value;
  const { route } = useLocation();
  const found = useOpenWave().value;
  const wave = found.kind === "open" ? found.wave : null;
  const sheet = sheets.value.find((one) => one.id === wave?.id);
  const isLost = found.kind === "none" || found.kind === "failed" || (wave !== null && !sheet);
  useEffect(() => {
    if (isLost) route("/survey", true);
    else if (sheet?.handedIn) route("/survey/thanks", true);
  }, [isLost, sheet?.handedIn]);
  if (!wave || !sheet || sheet.handedIn) {
    return <Screen title={w.home}><h1 class="vh">{w.home}</h1><SkeletonRows rows={3} /></Screen>;
  }
  return <OneQuestion sheet={sheet} form={wave.questionnaire[sheet.group] as Form} year={wave.year} />;
}

function OneQuestion({ sheet, form, year }: { sheet: Sheet; form: Form; year: number }) {
  const w = surveyWords.value;
  const { route } = useLocation();
  const busy = useSignal(false);
  const shown = shownQuestions(form, sheet.answers);
  const index = Math.max(0, shown.findIndex((question) => question.id === sheet.at));
  const question = shown[index] as Question;
  const value = sheet.answers[question.id];
  const isLast = index === shown.length - 1;

  const answer = (next: Value): Promise<void> => writeSheet(sheet, { answers: { ...sheet.answers, [question.id]: next }, at: question.id });
  const go = async (to: number): Promise<void> => {
    await writeSheet(sheet, { at: shown[to]?.id ?? null });
    document.querySelector<HTMLElement>("h1")?.focus();
    scrollTo(0, 0);
  };
  const finish = async (): Promise<void> => {
    busy.value = true;
    await handIn(sheet, answersToSend(form, sheet.answers));
    route("/survey/thanks", true);
  };

  return (
    <Screen
      title={w.title(year)}
      top={<Progress index={index} of={shown.length} question={question} />}
      bar={
        <>
          <button type="button" class="btn" disabled={index === 0} onClick={() => void go(index - 1)}>{w.back}</button>
          {isLast ? (
            <button type="button" class="btn btn--primary" aria-busy={busy.value} onClick={() => void finish()}>
              {busy.value ? w.finishing : w.finish}
            </button>
          ) : (
            <button type="button" class="btn btn--primary" onClick={() => void go(index + 1)}>{value === undefined ? w.skip : w.next}</button>
          )}
        </>
      }
    >
      <h1 tabIndex={-1} lang={lang.value}>{inWords(question.text)}</h1>
      {question.hint && <p class="muted">{inWords(question.hint)}</p>}
      <QuestionFields key={question.id} question={question} form={form} answers={sheet.answers} onAnswer={(next) => void answer(next)} />
      {isLast && <p class="muted">{w.lastLookHint}</p>}
      <p class="small muted survey__lock">
        <Icon name="lock-simple" size="s" />
        <span>{w.anonymous} <a href="/me/privacy">{w.howSo} ›</a></span>
      </p>
    </Screen>
  );
}

function Progress({ index, of, question }: { index: number; of: number; question: Question }) {
  const w = surveyWords.value;
  const words = w.progress(index + 1, of - index - 1);
  return (
    <header class="topbar">
      <a class="iconbtn" href="/survey" aria-label={w.leave}><Icon name="x" /></a>
      <div class="grow survey__progress">
        <progress class="progress" max={of} value={index + 1} aria-label={w.progressName} />
        <p class="tiny muted">{words}</p>
      </div>
      {"speechSynthesis" in globalThis && (
        <button type="button" class="textbtn" aria-label={w.readAloudName} onClick={() => read(question)}>
          <Icon name="speaker-high" weight="fill" />
          {w.readAloud}
        </button>
      )}
    </header>
  );
}

/** The question and its answers, by the browser's own voice. */
function read(question: Question): void {
  const parts = [question.text, ...(question.options ?? []).map((option) => option.text)];
  const speech = new SpeechSynthesisUtterance(parts.map(inWords).join("。"));
  speech.lang = lang.value;
  speechSynthesis.cancel();
  speechSynthesis.speak(speech);
}
