/** A sheet that comes by telephone or on paper: all its questions on one page, answered with the keys, one sheet after the other. */
import "../../style/survey.css";
import "../../screens/survey/survey.css";
import "./visits.css";
import "./enter.css";

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";

import { Banner } from "../../components/Banner";
import { Empty } from "../../components/Empty";
import { SkeletonRows } from "../../components/Skeleton";
import { Unreachable } from "../../data/api";
import type { Form } from "../../data/questionnaire";
import { me } from "../../data/session";
import { readWave, readWaves, type Wave } from "../../data/surveys";
import type { Mode } from "../../data/visit-rows";
import { begin, begun, count, forgetBegun, openRound } from "../../data/visits";
import { visitsWords } from "../../i18n/visits";
import { CodeField } from "../../screens/survey/CodeField";
import { Frame } from "../Frame";
import { checkCode } from "./code";
import { NotTaken } from "./NotTaken";
import { Typed } from "./Typed";

type Found = Wave | "none" | "failed" | null;
const BRING: Record<string, readonly string[]> = { phone: ["call_taker", "interviewer"], paper: ["clerk", "interviewer"] };
const may = (mode: Mode): boolean => me.value?.rights.some(({ role }) => BRING[mode]?.includes(role)) ?? false;

export default function Enter() {
  const w = visitsWords.value;
  const { query } = useLocation();
  const mode: Mode = query.mode === "paper" || (query.mode !== "phone" && !may("phone")) ? "paper" : "phone";
  const other = mode === "paper" ? "phone" : "paper";
  const found = useSignal<Found>(null);
  useEffect(() => {
    if (me.value?.kind === "staff") void find().then((next) => (found.value = next));
  }, [me.value?.id]);
  const wave = found.value;
  const title = mode === "phone" ? w.enterPhone : w.enterPaper;
  return (
    <Frame title={title} at="visits">
      <div class="desk__head">
        <h1>{title}</h1>
        {may(other) && <a class="btn" href={`/desk/visits/enter?mode=${other}`}>{other === "paper" ? w.toPaper : w.toPhone}</a>}
      </div>
      {!may(mode) && <Banner kind="bad">{w.enterNotYou}</Banner>}
      {may(mode) && wave === null && <SkeletonRows rows={4} />}
      {wave === "failed" && <Banner kind="bad">{w.failed}</Banner>}
      {wave === "none" && <Empty art="row" title={w.enterNone} />}
      {may(mode) && wave !== null && typeof wave !== "string" && <Sheets key={mode} wave={wave} mode={mode} />}
    </Frame>
  );
}

async function find(): Promise<Found> {
  try {
    const open = (await readWaves()).data.find(({ state }) => state === "open");
    await openRound();
    return open ? (await readWave(open.id)).data : "none";
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    return "failed";
  }
}

/** The code first, which says whose form it is; then the sheet; then the next code. */
function Sheets({ wave, mode }: { wave: Wave; mode: Mode }) {
  const w = visitsWords.value;
  const typed = useSignal("");
  const trouble = useSignal("");
  const done = useSignal(0);
  const box = useRef<HTMLInputElement>(null);
  const sheet = begun.value.find((one) => !one.unit && one.wave === wave.id && one.mode === mode);
  useEffect(() => {
    if (!sheet) box.current?.focus();
  }, [sheet?.id]);

  async function start(): Promise<void> {
    const read = await checkCode({ typed: typed.peek(), group: null, wave: wave.id, unit: "", mode });
    trouble.value = "trouble" in read ? read.trouble : "";
    if ("trouble" in read) return box.current?.focus();
    try {
      await begin({ wave: wave.id, unit: "", group: read.code.group, code: read.code.code, mode });
      typed.value = "";
    } catch {
      trouble.value = w.phoneFull;
    }
  }
  return (
    <div class="enter stack">
      <p class="muted">{w.enterLead[mode as "phone" | "paper"]} <span class="only-desk">{w.enterHint}</span></p>
      <p role="status" class="enter__done">
        {done.value > 0 && <><b class="num">{w.enterKept(done.value)}</b> · </>}
        {(done.value > 0 || count.value.kept > 0) && w.enterSent(count.value.kept)}
      </p>
      <NotTaken />
      {sheet ? (
        <Typed
          key={sheet.id}
          sheet={sheet}
          form={wave.questionnaire[sheet.group] as Form}
          onDone={() => done.value++}
          onClear={() => void forgetBegun(sheet.id)}
        />
      ) : (
        <form
          class="card stack enter__code"
          onSubmit={(event) => {
            event.preventDefault();
            void start();
          }}
        >
          <CodeField code={typed} error={trouble.value || undefined} box={box} hint={w.codeHint} />
          <button type="submit" class="btn btn--primary">{w.enterStart}</button>
        </form>
      )}
    </div>
  );
}
