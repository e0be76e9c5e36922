/** One door: hand over the phone, or say why there is no answer. */
import "../../style/survey.css";
import "../../screens/survey/survey.css";
import "./visits.css";

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";

import { RowArt } from "../../components/Art";
import { Banner } from "../../components/Banner";
import { Icon } from "../../components/Icon";
import { Screen } from "../../components/Screen";
import { Sheet } from "../../components/Sheet";
import { SkeletonRows } from "../../components/Skeleton";
import { say } from "../../components/Toast";
import { TopBar } from "../../components/TopBar";
import type { Group } from "../../data/answers";
import { type Begun, type Door, type Result, type RoundWave, TRIES } from "../../data/visit-rows";
import { begin, begunAt, change, doorOf, finish, forgetBegun, isAnswered, keepTry, openRound } from "../../data/visits";
import { date } from "../../i18n/dates";
import { surveyWords } from "../../i18n/survey";
import { visitsWords } from "../../i18n/visits";
import { CodeField } from "../../screens/survey/CodeField";
import { OneQuestion } from "../../screens/survey/OneQuestion";
import { checkCode } from "./code";
import { HandBack } from "./HandBack";
import { handedTo, handOver, takeBack } from "./hands";
import { nameOf, resultsOf } from "./Round";
import { canScan, readPicture } from "./scan";
import { useStaff } from "./useStaff";

export default function AtDoor() {
  const isStaff = useStaff();
  const { id = "" } = useRoute().params;
  const isOpen = useSignal(false);
  const isDone = useSignal(false);
  useEffect(() => {
    if (isStaff) void openRound().then(() => (isOpen.value = true));
  }, [isStaff]);
  if (!isStaff) return null;
  const found = doorOf(id);
  if (handedTo.value && handedTo.value !== id) return <HandBack />;
  if (isDone.value) return <Thanks />;
  if (!isOpen.value || !found) return <Nothing isOpen={isOpen.value} />;
  const sheet = begunAt(id);
  if (handedTo.value && sheet) return <Asking {...found} sheet={sheet} onDone={() => (isDone.value = true)} />;
  if (handedTo.value) return <HandBack />; // it was finished, and the page opened again
  return <Before {...found} sheet={sheet} />;
}

function Nothing({ isOpen }: { isOpen: boolean }) {
  const w = visitsWords.value;
  return (
    <Screen title={w.title} top={<TopBar up="/desk/visits" title={w.title} />}>
      <h1 class={isOpen ? "" : "vh"}>{isOpen ? w.gone : w.title}</h1>
      {isOpen ? <a class="btn" href="/desk/visits">{w.back}</a> : <SkeletonRows rows={3} />}
    </Screen>
  );
}

type AskingProps = { door: Door; wave: RoundWave; sheet: Begun; onDone: () => void };

/** No page of the history for each question: the phone's back leads out of the household's answers, never into them. */
function Asking({ door, wave, sheet, onDone }: AskingProps) {
  const w = visitsWords.value;
  return (
    <OneQuestion
      form={wave.forms[sheet.group]}
      answers={sheet.answers}
      at={sheet.at}
      title={w.sheetTitle}
      leave={takeBack}
      onAnswer={(question, value) => change(sheet.id, { answers: { ...sheet.answers, [question]: value } })}
      onGo={(question) => change(sheet.id, { at: question })}
      onFinish={async (answers) => {
        await finish(sheet, answers, `${door.division_name} ${nameOf(door)}`);
        onDone();
      }}
    >
      <p class="small muted survey__lock"><Icon name="lock-simple" size="s" /><span>{surveyWords.value.anonymous}</span></p>
    </OneQuestion>
  );
}

function Thanks() {
  const w = visitsWords.value;
  const { route } = useLocation();
  const next = (): void => {
    takeBack();
    route("/desk/visits", true);
  };
  return (
    <Screen title={w.sheetTitle} bar={<button type="button" class="btn btn--primary" onClick={next}>{w.next}</button>}>
      <section class="card empty">
        <RowArt />
        <h1>{w.thanks}</h1>
        <p role="status">{w.thanksHint}</p>
      </section>
    </Screen>
  );
}

type BeforeProps = { door: Door; wave: RoundWave; sheet: Begun | undefined };

function Before({ door, wave, sheet }: BeforeProps) {
  const w = visitsWords.value;
  const results = resultsOf(door);
  const answered = isAnswered(door);
  return (
    <Screen title={nameOf(door)} top={<TopBar up="/desk/visits" title={door.division_name} />}>
      <div class="stack stack--s">
        <h1>{nameOf(door)}</h1>
        <p class="muted">{w.groups[door.audience as Group]} · {w.number(door.number)}</p>
      </div>
      {results.length > 0 && (
        <section class="card">
          <h2>{w.earlier}</h2>
          <ul class="visits__tries">
            {results.map(({ day, daypart, result }, index) => (
              <li key={index}>
                <span class="muted">{w.tryOn(date(day), w.parts[daypart as keyof typeof w.parts])}</span>
                {w.results[result as Result]}
              </li>
            ))}
          </ul>
        </section>
      )}
      {answered ? <Banner kind="info" lead={w.answered}>{w.answeredHint}</Banner> : <Begin door={door} wave={wave} sheet={sheet} />}
      {!answered && <NoAnswer door={door} wave={wave} />}
    </Screen>
  );
}

function Begin({ door, wave, sheet }: BeforeProps) {
  const w = visitsWords.value;
  const typed = useSignal("");
  const trouble = useSignal("");
  const busy = useSignal(false);
  const asked = useSignal(false);
  const box = useRef<HTMLInputElement>(null);

  async function start(): Promise<void> {
    if (sheet) return handOver(door.id);
    busy.value = true;
    const group = door.audience as Group;
    const read = await checkCode({ typed: typed.peek(), group, wave: wave.id, unit: door.id, mode: "visit" });
    busy.value = false;
    trouble.value = "trouble" in read ? read.trouble : "";
    if ("trouble" in read) return box.current?.focus();
    try {
      await begin({ wave: wave.id, unit: door.id, group, code: read.code.code, mode: "visit" });
      handOver(door.id);
    } catch {
      trouble.value = w.phoneFull;
    }
  }
  async function scan(file: File | undefined): Promise<void> {
    const read = file && (await readPicture(file));
    if (read) typed.value = read.slice(read.indexOf("#") + 1);
    trouble.value = read ? "" : w.scanFailed;
  }
  return (
    <form
      class="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy.value) void start();
      }}
    >
      {!sheet && <CodeField code={typed} error={trouble.value || undefined} box={box} hint={w.codeHint} />}
      {!sheet && canScan() && (
        <label class="btn visits__scan">
          <Icon name="camera" />
          {w.scan}
          <input class="vh" type="file" accept="image/*" capture="environment" onChange={(event) => void scan(event.currentTarget.files?.[0])} />
        </label>
      )}
      <p class="muted">{w.whoAnswers}</p>
      <button type="submit" class="btn btn--primary btn--wide" aria-busy={busy.value}>{sheet ? w.goOn : w.start}</button>
      {sheet && <button type="button" class="textbtn" onClick={() => (asked.value = true)}>{w.drop}</button>}
      <Sheet open={asked.value} onClose={() => (asked.value = false)} title={w.drop}>
        <p>{w.dropSure}</p>
        <div class="pair">
          <button type="button" class="btn btn--bad" onClick={() => void forgetBegun(sheet?.id ?? "")}>{w.dropDo}</button>
          <button type="button" class="btn btn--primary" onClick={() => (asked.value = false)}>{w.dropKeep}</button>
        </div>
      </Sheet>
    </form>
  );
}

/** Nobody answers: why not, in one tap. */
function NoAnswer({ door, wave }: { door: Door; wave: RoundWave }) {
  const w = visitsWords.value;
  const { route } = useLocation();
  async function note(result: Result): Promise<void> {
    try {
      await keepTry(wave.id, door.id, result, `${door.division_name} ${nameOf(door)}`);
      say(w.tryKept(w.results[result]));
      route("/desk/visits", true);
    } catch {
      say(w.phoneFull);
    }
  }
  return (
    <section class="stack stack--s">
      <h2>{w.noAnswer}</h2>
      <p class="small muted">{w.noAnswerHint}</p>
      <div class="visits__results">
        {TRIES.map((result) => (
          <button key={result} type="button" class="btn" onClick={() => void note(result)}>{w.results[result]}</button>
        ))}
      </div>
    </section>
  );
}
