/** The questionnaire as a phone asks it: with the resident's own components, answers that go nowhere, and the same skips. */
import { type Signal, useSignal } from "@preact/signals";

import { type Answers, type Form, type Question, shownQuestions } from "../../../data/questionnaire";
import { questionsWords } from "../../../i18n/questions";
import { surveyWords } from "../../../i18n/survey";
import { Asked } from "../../../screens/survey/Asked";
import { TextLanguage } from "../../../screens/survey/texts";
import "../../../style/survey.css";
import "../../../screens/survey/survey.css";

type PreviewProps = { form: Form; languages: readonly string[]; at: Signal<number> }; // at: the question in the form

export function Preview({ form, languages, at }: PreviewProps) {
  const w = questionsWords.value;
  const language = useSignal("zh");
  const answers = useSignal<Answers>({});
  const names: Record<string, string> = w.languages;
  const question = form[Math.min(at.value, form.length - 1)];
  return (
    <section class="card stack q-preview" aria-labelledby="q-preview">
      <div class="q-bar">
        <h2 id="q-preview">{w.preview}</h2>
        <span class="grow" />
        <div class="chips chips--wrap" role="group" aria-label={w.previewIn}>
          {languages.map((one) => (
            <button key={one} type="button" class="chip" aria-pressed={language.value === one} onClick={() => (language.value = one)}>{names[one] ?? one}</button>
          ))}
        </div>
      </div>
      {question ? (
        <TextLanguage.Provider value={language.value}>
          <Phone form={form} question={question} answers={answers} onGo={(next) => (at.value = form.indexOf(next))} />
        </TextLanguage.Provider>
      ) : (
        <p class="muted">{w.previewEmpty}</p>
      )}
      <button type="button" class="textbtn" onClick={() => ((answers.value = {}), (at.value = 0))}>{w.again}</button>
    </section>
  );
}

type PhoneProps = { form: Form; question: Question; answers: Signal<Answers>; onGo: (question: Question) => void };

function Phone({ form, question, answers, onGo }: PhoneProps) {
  const w = surveyWords.value;
  const shown = shownQuestions(form, answers.value);
  const place = form.indexOf(question);
  const index = shown.indexOf(question);
  const previous = [...shown].reverse().find((one) => form.indexOf(one) < place);
  const next = shown.find((one) => form.indexOf(one) > place);
  return (
    <div class="q-phone">
      {index < 0 ? (
        <p class="badge badge--wait q-phone__skipped">{questionsWords.value.previewHidden}</p>
      ) : (
        <div class="survey__progress">
          <progress class="progress" max={shown.length} value={index + 1} aria-label={w.progressName} />
          <p class="tiny muted">{w.progress(index + 1, shown.length - index - 1)}</p>
        </div>
      )}
      <Asked question={question} form={form} answers={answers.value} onAnswer={(value) => (answers.value = { ...answers.value, [question.id]: value })} />
      <div class="actionbar__in">
        {previous && <button type="button" class="btn" onClick={() => onGo(previous)}>{w.back}</button>}
        {next && <button type="button" class="btn btn--primary" onClick={() => onGo(next)}>{answers.value[question.id] === undefined ? w.skip : w.next}</button>}
      </div>
    </div>
  );
}
