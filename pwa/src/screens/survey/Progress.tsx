/** How far one is, the way out, and the browser's own voice. */
import { useEffect } from "preact/hooks";

import { Icon } from "../../components/Icon";
import type { Question } from "../../data/questionnaire";
import { surveyWords } from "../../i18n/survey";
import { canRead, isReading, readAloud, stopReading } from "./aloud";
import { useTextLanguage } from "./texts";

export function Progress({ index, of, question }: { index: number; of: number; question: Question }) {
  const w = surveyWords.value;
  const language = useTextLanguage();
  useEffect(() => stopReading, [question.id]);
  return (
    <header class="topbar">
      <a class="iconbtn" href="/survey" aria-label={w.leave}><Icon name="x" /></a>
      <div class="grow survey__progress">
        <progress class="progress" max={of} value={index + 1} aria-label={w.progressName} />
        <p class="tiny muted" role="status">{w.progress(index + 1, of - index - 1)}</p>
      </div>
      {canRead(language) && (
        <button type="button" class="textbtn" aria-label={isReading.value ? w.stopReading : w.readAloudName} onClick={() => readAloud(question, language)}>
          <Icon name="speaker-high" weight="fill" />
          {isReading.value ? w.stop : w.readAloud}
        </button>
      )}
    </header>
  );
}
