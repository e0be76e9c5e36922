/** The frame of the desk: rail on a desk, tabs on a phone, and nobody in it who is not staff. */
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";

import { Icon } from "../components/Icon";
import { say } from "../components/Toast";
import { me, signOut } from "../data/session";
import { isRefused, unsent } from "../data/unsent";
import { wipe } from "../data/wipe";
import { deskWords } from "../i18n/desk";
import { firmsWords } from "../i18n/firms";
import { keysWords } from "../i18n/keys";
import { intakeWords } from "../i18n/intake";
import { practiceWords } from "../i18n/practice";
import { allSent } from "./intake/kept";
import { StepUp } from "./factors/StepUp";
import { useLive } from "./live";
import { counts } from "./queue";
import { openTasks, readTasks } from "./tasks/tasks";
import "../style/desk.css";
import "../style/timeline.css";
import "../style/photos.css";
import "./desk.css";

const DOOR = "/desk/sign-in";
const isLeaving = signal(false);
const READERS: readonly string[] = ["clerk", "manager", "call_taker", "auditor"]; // of the figures

const SURVEYORS: readonly string[] = ["statistician", "manager", "auditor"]; // who sees the surveys

/** The parts of the desk that stand in its rail. */
export type Part = "visits" | "queue" | "intake" | "tasks" | "people" | "directory" | "surveys" | "keys" | "figures" | "number" | "rules" | "firms" | "more" | "practice";
type FrameProps = { title: string; at?: Part; children: ComponentChildren };

export function Frame({ title, at = "queue", children }: FrameProps) {
  const w = deskWords.value;
  const { route, url } = useLocation();
  const staff = me.value?.kind === "staff";
  useEffect(() => {
    document.title = `${title} · ${w.desk}`;
    document.body.classList.add("desk");
    return () => document.body.classList.remove("desk");
  }, [title, w.desk]);
  useEffect(() => {
    if (!staff && !isLeaving.value && !url.startsWith(DOOR)) route(`${DOOR}?to=${encodeURIComponent(url)}`, true);
  }, [staff, url]);
  const isManager = mayManage();
  useEffect(() => {
    if (isManager) void readTasks("open", null).catch(() => {}); // the rail says how many wait; the page itself says what is wrong
  }, [isManager]);
  useLive(staff && followsQueue());
  if (!staff) return null;
  return (
    <>
      <div class="desk__frame">
        <Rail at={at} />
        <main class="desk__main">{children}</main>
      </div>
      <DeskTabs at={at} />
      <StepUp />
    </>
  );
}

/** Signs out, and takes what staff saw and wrote off this machine. */
export async function leave(): Promise<void> {
  if (!(await allSent())) return say(intakeWords.value.leaveFirst);
  if (unsent.peek().some((row) => row.by === me.peek()?.id && !isRefused(row))) return say(deskWords.value.sheetsFirst);
  isLeaving.value = true;
  try {
    await signOut(wipe);
    location.assign(DOOR); // whatever is still in memory goes too
  } catch {
    isLeaving.value = false;
    say(deskWords.value.notSignedOut);
  }
}

/** Firms see what they hold, not whose the rest is. */
const mayReadRules = (): boolean => me.value?.rights.some((right) => right.division && right.role !== "provider") ?? false;

function Rail({ at }: { at: Part }) {
  const w = deskWords.value;
  return (
    <nav class="rail" aria-label={w.desk}>
      <div class="rail__brand">
        <img src="/icons/icon.svg" alt="" width="32" height="32" />
        <span>{w.brand}<small>{w.desk}</small></span>
      </div>
      <Entries at={at} />
      <div class="rail__foot">
        <b>{me.value?.name}</b>
        <p class="muted">{me.value?.rights.map((right) => right.division_name).join("，")}</p>
        <button type="button" class="textbtn" onClick={() => void leave()}>{w.signOut}</button>
      </div>
    </nav>
  );
}

/** Every part of the desk that this person may open: in the rail, and on a phone's page of all parts. */
export function Entries({ at }: { at: Part }) {
  const w = deskWords.value;
  return (
    <>
      <a href="/desk" aria-current={here(at, "queue")}><Icon name={at === "queue" ? "tray-fill" : "tray-regular"} />{w.queue}<Count of={counts.value.todo} /></a>
      {takesCalls() && <a href="/desk/intake" aria-current={here(at, "intake")}><Icon name={at === "intake" ? "phone-incoming-fill" : "phone-incoming-regular"} />{intakeWords.value.key}</a>}
      {visits() && <a href="/desk/visits" aria-current={here(at, "visits")}><Icon name="clipboard-text-regular" />{w.visits}</a>}
      {types() && <a href="/desk/visits/enter" aria-current={here(at, "visits")}><Icon name="clipboard-text-regular" />{w.typeIn}</a>}
      {mayManage() && <a href="/desk/tasks" aria-current={here(at, "tasks")}><Icon name={at === "tasks" ? "smiley-sad-fill" : "smiley-sad-regular"} />{w.tasks}<Count of={openTasks.value} /></a>}
      {mayManage() && <a href="/desk/people" aria-current={here(at, "people")}><Icon name={at === "people" ? "users-three-fill" : "users-three-regular"} />{w.people}</a>}
      <a href="/desk/directory" aria-current={here(at, "directory")}><Icon name={at === "directory" ? "storefront-fill" : "storefront-regular"} />{w.directory}</a>
      {takesCalls() && <a href="/desk/firms" aria-current={here(at, "firms")}><Icon name="handshake" />{firmsWords.value.rail}</a>}
      {mayCount() && <a href="/desk/figures" aria-current={here(at, "figures")}><Icon name={at === "figures" ? "chart-line-up-bold" : "chart-line-up-regular"} />{w.figures}</a>}
      {mayReadSurveys() && <a href="/desk/surveys" aria-current={here(at, "surveys")}><Icon name={at === "surveys" ? "clipboard-text-fill" : "clipboard-text-regular"} />{w.surveys}</a>}
      {mayReadRules() && <a href="/desk/rules" aria-current={here(at, "rules")}><Icon name="git-branch-bold" />{w.whoActs}</a>}
      {mayManage() && <a href="/desk/keys" aria-current={here(at, "keys")}><Icon name={at === "keys" ? "plugs-connected-fill" : "plugs-connected-regular"} />{keysWords.value.rail}</a>}
      <a href={readsNumber() ? "/desk/number" : "/number"} aria-current={here(at, "number")}><Icon name="chart-bar-horizontal" />{w.satisfaction}</a>
      {takesCalls() && <a href="/desk/practice" aria-current={here(at, "practice")}><Icon name={at === "practice" ? "graduation-cap-fill" : "graduation-cap-regular"} />{practiceWords.value.title}</a>}
      <a href="/"><Icon name="house-line" />{w.resident}</a>
    </>
  );
}

function DeskTabs({ at }: { at: Part }) {
  const w = deskWords.value;
  return (
    <nav class="tabs desk__tabs" aria-label={w.desk}>
      <ul>
        <li><a href="/desk" aria-current={here(at, "queue")}><Icon name={at === "queue" ? "tray-fill" : "tray-regular"} />{w.queueShort}<Count of={counts.value.todo} /></a></li>
        {takesCalls() && <li><a href="/desk/intake" aria-current={here(at, "intake")}><Icon name={at === "intake" ? "phone-incoming-fill" : "phone-incoming-regular"} />{intakeWords.value.short}</a></li>}
        {visits() && <li><a href="/desk/visits" aria-current={here(at, "visits")}><Icon name="clipboard-text-regular" />{w.visitsShort}</a></li>}
        <li><a href="/desk/directory" aria-current={here(at, "directory")}><Icon name={at === "directory" ? "storefront-fill" : "storefront-regular"} />{w.directoryShort}</a></li>
        {leadsSurveys() && <li><a href="/desk/surveys" aria-current={here(at, "surveys")}><Icon name={at === "surveys" ? "clipboard-text-fill" : "clipboard-text-regular"} />{w.surveys}</a></li>}
        {mayCount() ? (
          <li><a href="/desk/figures" aria-current={here(at, "figures")}><Icon name={at === "figures" ? "chart-line-up-bold" : "chart-line-up-regular"} />{w.figuresShort}</a></li>
        ) : (
          <li><a href={readsNumber() ? "/desk/number" : "/number"} aria-current={here(at, "number")}><Icon name="chart-bar-horizontal" />{w.satisfaction}</a></li>
        )}
        <li><a href="/desk/more" aria-current={here(at, "more")}><Icon name="dots-three-bold" />{w.more}</a></li>
      </ul>
    </nav>
  );
}

const leadsSurveys = (): boolean => me.value?.rights.some(({ role }) => role === "statistician") ?? false;
const mayReadSurveys = (): boolean => me.value?.rights.some(({ role }) => SURVEYORS.includes(role)) ?? false;
const readsNumber = (): boolean => me.value?.rights.some(({ role }) => role === "statistician" || READERS.includes(role)) ?? false;
const mayManage = (): boolean => me.value?.rights.some(({ role }) => role === "manager") ?? false;
const holds = (...roles: string[]): boolean => me.value?.rights.some(({ role }) => roles.includes(role)) ?? false;
const visits = (): boolean => holds("interviewer");
const types = (): boolean => !visits() && holds("call_taker", "clerk");
const mayCount = (): boolean => me.value?.rights.some(({ role }) => READERS.includes(role)) ?? false;
export const takesCalls = (): boolean => me.value?.rights.some(({ role }) => role !== "auditor" && READERS.includes(role)) ?? false;
/** Who has no queue is not told what is new in it: an interviewer, a statistician. */
const followsQueue = (): boolean => me.value?.rights.some(({ role }) => role === "provider" || READERS.includes(role)) ?? false;
const here = (at: Part, part: Part): "page" | undefined => (at === part ? "page" : undefined);

function Count({ of }: { of?: number | undefined }) {
  return of ? <span class="count">{of}</span> : null;
}
