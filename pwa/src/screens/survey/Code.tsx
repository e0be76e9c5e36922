/** The code once more, when the one that came with a finished sheet was not taken; the answers are all still there. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";

import { Banner } from "../../components/Banner";
import { Screen } from "../../components/Screen";
import { TopBar } from "../../components/TopBar";
import { handIn, listSheets, type Sheet, sheets } from "../../data/answers";
import { readCode } from "../../data/codes";
import { nameOf, place } from "../../data/place";
import { surveyWords } from "../../i18n/survey";
import { CodeField } from "./CodeField";
import "./survey.css";

export default function Code() {
  const w = surveyWords.value;
  const sheet = sheets.value.find((one): one is Sheet => !one.handedIn);
  const { route } = useLocation();
  useEffect(() => {
    void listSheets().then(() => {
      if (!sheets.value.some((one) => !one.handedIn)) route("/survey", true); // an old link: there is nothing to hand in
    });
  }, []);
  if (!sheet) return <Screen title={w.code} top={<TopBar up="/survey" />}><h1>{w.code}</h1></Screen>;
  return <OnceMore key={sheet.id} sheet={sheet} />;
}

function OnceMore({ sheet }: { sheet: Sheet }) {
  const w = surveyWords.value;
  const { route } = useLocation();
  const code = useSignal(sheet.code ?? "");
  const wrong = useSignal("");
  const full = useSignal(false);
  const box = useRef<HTMLInputElement>(null);

  async function send(): Promise<void> {
    const given = readCode(code.value);
    wrong.value = code.value.trim() && !given ? w.codeWrong : given && given.group !== sheet.group ? w.codeOfOthers : "";
    if (wrong.value) return box.current?.focus();
    try {
      await handIn({ ...sheet, code: given?.code ?? null, division: sheet.division || (place.value?.code ?? "") }, sheet.answers);
      route("/survey/thanks", true);
    } catch {
      full.value = true;
    }
  }

  return (
    <Screen title={w.code} top={<TopBar up="/survey" />} bar={<button type="button" class="btn btn--primary" onClick={() => void send()}>{w.finish}</button>}>
      <h1>{w.code}</h1>
      {full.value && <Banner kind="bad">{w.phoneFull}</Banner>}
      <CodeField code={code} error={wrong.value} hint={w.codeHint} box={box} />
      {!code.value && place.value && <p class="small muted">{w.openAnswer(nameOf(place.value))}</p>}
    </Screen>
  );
}
