/** How far one is, the way out, and the browser's own voice. */
import { Icon } from "../../components/Icon";
import { inWords } from "../../data/city";
import type { Question } from "../../data/questionnaire";
import { lang } from "../../i18n";
import { surveyWords } from "../../i18n/survey";

export function Progress({ index, of, question }: { index: number; of: number; question: Question }) {
  const w = surveyWords.value;
  return (
    <header class="topbar">
      <a class="iconbtn" href="/survey" aria-label={w.leave}><Icon name="x" /></a>
      <div class="grow survey__progress">
        <progress class="progress" max={of} value={index + 1} aria-label={w.progressName} />
        <p class="tiny muted" role="status">{w.progress(index + 1, of - index - 1)}</p>
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

function read(question: Question): void {
  const parts = [question.text, ...(question.options ?? []).map((option) => option.text)];
  const speech = new SpeechSynthesisUtterance(parts.map(inWords).join("。"));
  speech.lang = lang.value;
  speechSynthesis.cancel();
  speechSynthesis.speak(speech);
}
