/** May I, and who in the house? The code comes from the letter's link (in its fragment, which no server sees), or by hand. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";

import { Banner } from "../../components/Banner";
import { Choice } from "../../components/Choice";
import { Field } from "../../components/Field";
import { Icon } from "../../components/Icon";
import { Screen } from "../../components/Screen";
import { SkeletonRows } from "../../components/Skeleton";
import { TopBar } from "../../components/TopBar";
import { beginSheet, type Group } from "../../data/answers";
import { city } from "../../data/city";
import { readCode } from "../../data/codes";
import { place } from "../../data/place";
import type { Wave } from "../../data/surveys";
import { date } from "../../i18n/dates";
import { surveyWords } from "../../i18n/survey";
import { useOpenWave } from "./useWave";
import "../../style/survey.css";
import "./survey.css";

const GROUPS: Group[] = ["residents", "migrants", "units"];

export default function Start() {
  const w = surveyWords.value;
  const found = useOpenWave().value;
  if (found.kind === "open") return <Begin wave={found.wave} />;
  return (
    <Screen title={w.home} top={<TopBar up="/survey" />} tab="survey">
      <h1>{w.home}</h1>
      {found.kind === "loading" && <SkeletonRows rows={2} />}
      {found.kind === "failed" && <Banner kind="bad">{w.noNetwork}</Banner>}
      {found.kind === "none" && <p>{w.none}</p>}
    </Screen>
  );
}

function Begin({ wave }: { wave: Wave }) {
  const w = surveyWords.value;
  const { route } = useLocation();
  const code = useSignal(decodeURIComponent(location.hash.slice(1)));
  const group = useSignal<Group | null>(null);
  const wrong = useSignal<{ code?: string; group?: string }>({});
  const first = useRef<HTMLFieldSetElement>(null);
  const box = useRef<HTMLInputElement>(null);
  const invited = readCode(code.value); // the code says whose form it opens
  useEffect(() => {
    if (location.hash) history.replaceState(history.state, "", location.pathname); // the code stays in no history
  }, []);

  async function begin(): Promise<void> {
    const who = invited?.group ?? group.value;
    wrong.value = {
      ...(code.value.trim() && !invited && { code: w.codeWrong }),
      ...(!who && { group: w.groupMissing }),
    };
    if (wrong.value.code) return box.current?.focus();
    if (!who) return first.current?.querySelector("input")?.focus();
    if (!place.value) return route("/welcome");
    await beginSheet({ id: wave.id, group: who, division: place.value.code, code: invited?.code ?? null });
    route("/survey/answer");
  }

  return (
    <Screen
      title={w.title(wave.year)}
      top={<TopBar up="/survey" title={w.title(wave.year)} />}
      bar={
        <>
          <a class="btn" href="/survey">{w.notNow}</a>
          <button type="button" class="btn btn--primary" onClick={() => void begin()}>{w.startFirst}</button>
        </>
      }
    >
      <h1>{w.nextBirthday}</h1>
      <p class="muted">{w.whoHint}</p>
      <fieldset class="stack stack--s" ref={first} hidden={invited !== null}>
        <legend class="label">{w.whichGroup}</legend>
        {GROUPS.map((one) => (
          <Choice key={one} name="group" value={one} checked={group.value === one} onChange={() => (group.value = one)}>{w[one]}</Choice>
        ))}
        {wrong.value.group && <p class="error" role="alert">{wrong.value.group}</p>}
      </fieldset>
      <Field id="code" label={w.code} hint={w.codeHint} error={wrong.value.code}>
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
      <ul class="card stack survey__points">
        <li><Icon name="list-numbers" /><span>{w.points}</span></li>
        <li><Icon name="lock-simple" /><span>{w.anonymous} <a href="/me/privacy">{w.howSo} ›</a></span></li>
        <li><Icon name="pause-circle" /><span>{w.pause}</span></li>
      </ul>
      <p class="small muted">
        {w.help(city.hotline)}
        {w.until(date(wave.closes_on))}
      </p>
    </Screen>
  );
}
