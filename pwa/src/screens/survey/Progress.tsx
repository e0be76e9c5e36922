/** How far one is, the way out, and the browser's own voice. */
import { useEffect } from "preact/hooks";

import { Icon } from "../../components/Icon";
import type { Question } from "../../data/questionnaire";
import { surveyWords } from "../../i18n/survey";
import { canRead, isReading, readAloud, stopReading } from "./aloud";
import { useTextLanguage } from "./texts";

type ProgressProps = { index: number; of: number; question: Question; leave: string | (() => void) };

export function Progress({ index, of, question, leave }: ProgressProps) {
  const w = surveyWords.value;
  const language = useTextLanguage();
  useEffect(() => stopReading, [question.id]);
  return (
    <header class="topbar">
      {typeof leave === "string" ? (
        <a class="iconbtn" href={leave} aria-label={w.leave}><Icon name="x" /></a>
      ) : (
        <button type="button" class="iconbtn" aria-label={w.leave} onClick={leave}><Icon name="x" /></button>
      )}
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
