/** This phone's own sheet, question by question. */
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";

import { Icon } from "../../components/Icon";
import { Screen } from "../../components/Screen";
import { SkeletonRows } from "../../components/Skeleton";
import { answerQuestion, changeSheet, handedInOf, handIn, type Sheet, sheetOf } from "../../data/answers";
import type { Form } from "../../data/questionnaire";
import { surveyWords } from "../../i18n/survey";
import { OneQuestion } from "./OneQuestion";
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
  return <OwnSheet sheet={sheet} form={wave.questionnaire[sheet.group] as Form} year={wave.year} />;
}

function OwnSheet({ sheet, form, year }: { sheet: Sheet; form: Form; year: number }) {
  const w = surveyWords.value;
  const { query, route } = useLocation();
  const go = (question: string, isBack: boolean): Promise<void> => {
    route(`/survey/answer?q=${question}`, isBack);
    return changeSheet(sheet.id, { at: question });
  };
  return (
    <OneQuestion
      form={form}
      answers={sheet.answers}
      at={query.q ?? sheet.at}
      title={w.title(year)}
      leave="/survey"
      onAnswer={(question, value) => answerQuestion(sheet.id, question, value)}
      onGo={go}
      onFinish={(answers) => handIn(sheet, answers)}
    >
      <p class="small muted survey__lock">
        <Icon name="lock-simple" size="s" />
        <span>{w.anonymous} <a href="/me/privacy">{w.howSo} ›</a></span>
      </p>
    </OneQuestion>
  );
}
