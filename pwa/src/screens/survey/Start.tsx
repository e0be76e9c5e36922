/** May I, and who in the house? The code comes from the letter's link, or by hand; who was interrupted goes on where they were. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";

import { RowArt } from "../../components/Art";
import { Banner } from "../../components/Banner";
import { Icon } from "../../components/Icon";
import { Screen } from "../../components/Screen";
import { SkeletonRows } from "../../components/Skeleton";
import { TopBar } from "../../components/TopBar";
import { beginSheet, changeSheet, type Group, handedInOf, sheetOf } from "../../data/answers";
import { readCode } from "../../data/codes";
import { nameOf, place } from "../../data/place";
import type { Wave, WaveCard } from "../../data/surveys";
import { day } from "../../i18n/dates";
import { surveyWords } from "../../i18n/survey";
import { CodeField } from "./CodeField";
import { Groups } from "./Groups";
import { letter, useLetter } from "./letter";
import { ReadToYou } from "./ReadToYou";
import { takesNew, useOpenWave } from "./useWave";
import "../../style/survey.css";
import "./survey.css";

export default function Start() {
  const w = surveyWords.value;
  const found = useOpenWave().value;
  useLetter();
  if (found.kind === "open" && (takesNew(found.wave) || sheetOf(found.wave.id))) return <Begin wave={found.wave} />;
  return (
    <Screen title={w.home} top={<TopBar up="/survey" title={w.home} />} tab="survey">
      {found.kind === "loading" && <><h1 class="vh">{w.home}</h1><SkeletonRows rows={2} /></>}
      {found.kind === "failed" && <><h1 class="vh">{w.home}</h1><Banner kind="bad">{w.noNetworkYet}</Banner></>}
      {found.kind === "none" && <Over wave={found.last} />}
      {found.kind === "open" && <Over wave={found.wave} />}
    </Screen>
  );
}

function Over({ wave }: { wave: WaveCard | null }) {
  const w = surveyWords.value;
  const isAnnounced = wave?.result_on && wave.state !== "published";
  return (
    <>
      <h1>{wave ? w.closedTitle : w.none}</h1>
      {isAnnounced && <p class="muted">{w.closedText(day(wave.result_on ?? ""))}</p>}
      <a class="btn btn--wide" href="/number">{w.seeNumber}</a>
    </>
  );
}

type Wrong = { code?: string; group?: string; place?: string };

function Begin({ wave }: { wave: Wave }) {
  const w = surveyWords.value;
  const { route } = useLocation();
  const sheet = sheetOf(wave.id);
  const code = useSignal(letter.value || (sheet?.code ?? ""));
  const group = useSignal<Group | null>(sheet?.group ?? null);
  const wrong = useSignal<Wrong>({});
  const groups = useRef<HTMLFieldSetElement>(null);
  const box = useRef<HTMLInputElement>(null);
  const invited = readCode(code.value); // the code says whose form it opens
  useEffect(() => {
    if (letter.value) code.value = letter.value;
  }, [letter.value]);

  async function begin(): Promise<void> {
    const who = invited?.group ?? group.value;
    wrong.value = mistakes(who);
    if (wrong.value.code) return box.current?.focus();
    if (!who) return groups.current?.querySelector("input")?.focus();
    if (wrong.value.place) return;
    const start = { id: wave.id, group: who, division: place.value?.code ?? "", code: invited?.code ?? null };
    const goesOn = sheet?.group === who;
    try {
      await (goesOn ? changeSheet(wave.id, start) : beginSheet(start));
    } catch {
      wrong.value = { place: w.phoneFull };
      return;
    }
    letter.value = "";
    route(goesOn && sheet.at ? `/survey/answer?q=${sheet.at}` : "/survey/answer");
  }
  const mistakes = (who: Group | null): Wrong => ({
    ...(code.value.trim() && !invited && { code: w.codeWrong }),
    ...(!who && { group: w.groupMissing }),
    ...(!invited && !place.value && { place: w.choosePlace }),
  });

  return (
    <Screen
      title={w.title(wave.year)}
      top={<TopBar up="/survey" title={w.title(wave.year)} />}
      bar={
        <>
          <a class="btn" href="/survey">{w.notNow}</a>
          <button type="button" class="btn btn--primary" onClick={() => void begin()}>{sheet?.at ? w.goOn : w.startFirst}</button>
        </>
      }
    >
      <div class="survey__art"><RowArt /></div>
      <div class="stack stack--s">
        <h1>{w.nextBirthday}</h1>
        <p class="muted">{w.whoHint}</p>
      </div>
      {handedInOf(wave.id) && <Banner kind="info">{w.alreadyHere}</Banner>}
      {!invited && <Groups chosen={group} error={wrong.value.group} box={groups} />}
      <CodeField code={code} error={wrong.value.code} box={box} hint={invited ? w.codeRead : w.codeHint} />
      {!invited && place.value && <p class="small muted">{w.openAnswer(nameOf(place.value))}</p>}
      {wrong.value.place && (
        <Banner kind="bad" action={<a class="textbtn" href="/welcome">{w.choose}</a>}>{wrong.value.place}</Banner>
      )}
      <ul class="card stack survey__points">
        <li><Icon name="list-numbers" /><span>{w.points(longest(wave, invited?.group ?? group.value))}</span></li>
        <li><Icon name="lock-simple" /><span>{w.anonymous} <a href="/me/privacy">{w.howSo} ›</a></span></li>
        <li><Icon name="pause-circle" /><span>{w.pause}</span></li>
      </ul>
      <p class="small muted">
        <ReadToYou /> {w.until(day(wave.closes_on))}
      </p>
    </Screen>
  );
}

/** How many questions there are at most: of one's own form, or of the longest. */
function longest({ questionnaire: { residents, migrants, units } }: Wave, group: Group | null): number {
  const lengths = { residents: residents.length, migrants: migrants.length, units: units.length };
  return group ? lengths[group] : Math.max(...Object.values(lengths));
}
