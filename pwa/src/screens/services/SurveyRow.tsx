/** This year's survey, while it is open: the one thing on the home screen that asks something of the resident. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Icon } from "../../components/Icon";
import { Row } from "../../components/Row";
import { readWaves, type WaveCard } from "../../data/surveys";
import { servicesWords } from "../../i18n/services";

export function SurveyRow() {
  const w = servicesWords.value;
  const open = useSignal<WaveCard | null>(null);
  useEffect(() => {
    readWaves().then(
      ({ data }) => {
        open.value = data.find((wave: WaveCard) => wave.state === "open") ?? null;
      },
      () => {}, // the row is a hint; the survey's own tab says what went wrong
    );
  }, []);
  if (!open.value) return null;
  const icon = <Icon name="clipboard-text" weight="duotone" size="l" />;
  return (
    <div class="card--tint">
      <Row href="/survey" icon={icon} title={w.surveyOpen(open.value.year)} sub={w.surveyShort} card />
    </div>
  );
}
