/** The code once more, when the one that came with a finished sheet was not taken; the answers are all still there. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { useLocation } from "preact-iso";

import { Field } from "../../components/Field";
import { Screen } from "../../components/Screen";
import { TopBar } from "../../components/TopBar";
import { handIn, sheets } from "../../data/answers";
import { readCode } from "../../data/codes";
import { surveyWords } from "../../i18n/survey";
import "./survey.css";

export default function Code() {
  const w = surveyWords.value;
  const { route } = useLocation();
  const sheet = sheets.value.find((one) => !one.handedIn);
  const code = useSignal(sheet?.code ?? "");
  const wrong = useSignal("");
  const box = useRef<HTMLInputElement>(null);

  async function send(): Promise<void> {
    const given = readCode(code.value);
    wrong.value = code.value.trim() && !given ? w.codeWrong : "";
    if (wrong.value) return box.current?.focus();
    if (sheet) await handIn({ ...sheet, code: given?.code ?? null }, sheet.answers);
    route("/survey/thanks", true);
  }

  return (
    <Screen title={w.code} top={<TopBar up="/survey" />} bar={<button type="button" class="btn btn--primary" onClick={() => void send()}>{w.finish}</button>}>
      <h1>{w.code}</h1>
      <Field id="code" label={w.code} hint={w.codeHint} error={wrong.value}>
        {(control) => (
          <input
            class="input num survey__code"
            ref={box}
            autocapitalize="characters"
            autocomplete="off"
            spellcheck={false}
            value={code.value}
            onInput={(event) => (code.value = event.currentTarget.value)}
            {...control}
          />
        )}
      </Field>
      {!code.value && <p class="small muted">{w.openAnswer}</p>}
    </Screen>
  );
}
