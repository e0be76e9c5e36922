/** One question a screen. Nothing is chosen beforehand, nothing moves on by itself, every answer is on the disk at once. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";

import { Banner } from "../../components/Banner";
import { Icon } from "../../components/Icon";
import { Screen } from "../../components/Screen";
import { SkeletonRows } from "../../components/Skeleton";
import { answerQuestion, changeSheet, handedInOf, handIn, type Sheet, sheetOf } from "../../data/answers";
import { answersToSend, checkAnswer, type Form, type Question, shownQuestions } from "../../data/questionnaire";
import { surveyWords } from "../../i18n/survey";
import { Asked } from "./Asked";
import { Progress } from "./Progress";
import { useOpenWave } from "./useWave";
import "../../style/survey.css";
import "./survey.css";

export default function Answer() {
  const w = surveyWords.value;
  const { route } = useLocation();
  const found = useOpenWave().value;
  const wave = found.kind === "open" ? found.wave : null;
  const sheet = wave && sheetOf(wave.id);
  const isHandedIn = wave !== null && handedInOf(wave.id) !== null;
  const isLost = found.kind === "none" || found.kind === "failed" || (wave !== null && !sheet && !isHandedIn);
  useEffect(() => {
    if (isLost) route("/survey", true);
    else if (isHandedIn) route("/survey/thanks", true);
  }, [isLost, isHandedIn]);
  if (!wave || !sheet) {
    return <Screen title={w.home}><h1 class="vh">{w.home}</h1><SkeletonRows rows={3} /></Screen>;
  }
  return <OneQuestion sheet={sheet} form={wave.questionnaire[sheet.group] as Form} year={wave.year} />;
}

function OneQuestion({ sheet, form, year }: { sheet: Sheet; form: Form; year: number }) {
  const w = surveyWords.value;
  const { query, route } = useLocation();
  const busy = useSignal(false);
  const trouble = useSignal("");
  const title = useRef<HTMLHeadingElement>(null);
  const shown = shownQuestions(form, sheet.answers);
  const index = Math.max(0, shown.findIndex((question) => question.id === (query.q ?? sheet.at)));
  const question = shown[index] as Question;
  const isLast = index === shown.length - 1;
  useEffect(() => {
    title.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [question.id]);

  /** Does it; when it cannot be kept, says so and leaves everything on the screen. */
  async function attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      trouble.value = "";
    } catch {
      trouble.value = w.phoneFull;
    }
  }
  /** A number that cannot be is told beside its field, which keeps the focus; nobody loses it by going on. */
  const isAmiss = (): boolean => {
    const value = sheet.answers[question.id];
    if (question.type !== "number" || value === undefined || checkAnswer(question, value, form, sheet.answers) === null) return false;
    document.getElementById(question.id)?.focus();
    return true;
  };
  const go = (to: number): void => {
    if (to > index && isAmiss()) return;
    const next = shown[to] as Question;
    route(`/survey/answer?q=${next.id}`, to < index);
    void attempt(() => changeSheet(sheet.id, { at: next.id }));
  };
  const finish = async (): Promise<void> => {
    if (isAmiss()) return;
    const answers = answersToSend(form, sheet.answers);
    if (Object.keys(answers).length === 0) {
      trouble.value = w.nothingAnswered;
      return;
    }
    busy.value = true;
    await attempt(() => handIn(sheet, answers));
    busy.value = false;
  };

  return (
    <Screen
      title={w.title(year)}
      top={<Progress index={index} of={shown.length} question={question} />}
      bar={
        <>
          {index > 0 && <button type="button" class="btn" onClick={() => go(index - 1)}>{w.back}</button>}
          {isLast ? (
            <button type="button" class="btn btn--primary" aria-busy={busy.value} onClick={() => void (busy.value || finish())}>
              {busy.value ? w.finishing : w.finish}
            </button>
          ) : (
            <button type="button" class="btn btn--primary" onClick={() => go(index + 1)}>
              {sheet.answers[question.id] === undefined ? w.skip : w.next}
            </button>
          )}
        </>
      }
    >
      {trouble.value && <Banner kind="bad">{trouble.value}</Banner>}
      <Asked
        question={question}
        form={form}
        answers={sheet.answers}
        title={title}
        onAnswer={(value) => void attempt(() => answerQuestion(sheet.id, question.id, value))}
      />
      {isLast && <p class="muted">{w.lastLookHint}</p>}
      <p class="small muted survey__lock">
        <Icon name="lock-simple" size="s" />
        <span>{w.anonymous} <a href="/me/privacy">{w.howSo} ›</a></span>
      </p>
    </Screen>
  );
}
