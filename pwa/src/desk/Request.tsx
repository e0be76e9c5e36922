/** What do I tell them, whom do I push? One request with its photos, course and what can be done now. */
import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";

import { Banner } from "../components/Banner";
import { Empty } from "../components/Empty";
import { SkeletonRows } from "../components/Skeleton";
import { say } from "../components/Toast";
import { Refused } from "../data/api";
import type { Seen } from "../data/pages";
import { moment } from "../i18n/dates";
import { deskWords } from "../i18n/desk";
import { queueWords } from "../i18n/queue";
import { Acts } from "./Acts";
import { Aside } from "./Aside";
import { Composer } from "./Composer";
import { Course } from "./Course";
import { keepTyped, type Typed, typedBefore } from "../data/typed";
import { readRequest, type RequestForDesk, type StepWords, takeStep } from "./data";
import { Due } from "./Due";
import { FirmCard } from "./firms/FirmCard";
import { Frame } from "./Frame";
import { useKeys } from "./keys";
import { KeysSheet } from "./KeysSheet";
import { Photos } from "./Photos";
import { news } from "./live";
import { MapLinks } from "./MapLinks";
import { address, current, neighbour, toReply } from "./queue";
import { RelatedCard } from "./RelatedCard";
import { termName } from "./QueueTable";
import { RequestHead } from "./RequestHead";
import { StateBadge } from "./StateBadge";
import { useNow } from "./useNow";
import { whyNot } from "./whyNot";

const UNDO_MS = 10_000; // as long as the server takes it back

export default function RequestScreen() {
  const w = deskWords.value;
  const { params } = useRoute();
  const id = params.id ?? "";
  const seen = useSignal<Seen<RequestForDesk> | null>(null);
  const trouble = useSignal<"none" | "gone" | "failed">("none");
  const typed = useSignal<Typed>({ reply: "", note: "" });
  const notice = useSignal("");
  const isActing = useSignal(false);

  async function load(): Promise<void> {
    try {
      const read = await readRequest(id);
      if (current.peek() !== id) return; // one has gone on to another
      if (read.data.version < (seen.peek()?.data.version ?? 0)) return; // asked before our own step, answered after it
      seen.value = read;
      trouble.value = "none";
    } catch (error) {
      trouble.value = error instanceof Refused && error.status === 404 ? "gone" : "failed";
    }
  }
  useEffect(() => {
    seen.value = null;
    notice.value = "";
    current.value = id;
    typed.value = { reply: "", note: "" };
    void typedBefore(id).then((before) => {
      if (current.peek() === id) typed.value = before;
    });
    void load();
  }, [id]);

  useEffect(() => {
    const here = seen.peek()?.data;
    const offices = news.value?.offices ?? null;
    if (news.value && here && (!offices || offices.includes(here.holder) || offices.includes(here.place))) void catchUp(here.version);
  }, [news.value]);
  /** Somebody did something meanwhile: the page shows it, and says so; what is being written stays. */
  async function catchUp(version: number): Promise<void> {
    await load();
    if ((seen.peek()?.data.version ?? 0) > version && !isActing.peek()) say(queueWords.value.changedHere);
  }

  const write = (change: Partial<Typed>): void => {
    typed.value = { ...typed.value, ...change };
    void keepTyped(id, typed.value);
  };
  /** Takes the step; when a colleague was faster the page is brought up to date and what was typed stays. */
  async function act(words: Omit<StepWords, "version">, done: string): Promise<boolean> {
    notice.value = "";
    isActing.value = true;
    try {
      const { version } = await takeStep(id, { ...words, version: seen.value?.data.version ?? 0 });
      await load();
      const undo = { label: w.undo, act: () => void act({ act: "undo" }, w.undone) };
      const canUndo = seen.value?.data.acts.includes("undo") && seen.value.data.version === version;
      say(canUndo ? { text: done, undo, ms: UNDO_MS } : done);
      return true;
    } catch (error) {
      notice.value = whyNot(error);
      await load();
      return false;
    } finally {
      isActing.value = false;
    }
  }

  return (
    <Frame title={w.queue}>
      {trouble.value === "gone" && <Empty art="line" title={w.notFound} action={<a class="btn" href={address.value}>{w.backToQueue}</a>} />}
      {trouble.value === "failed" && (
        <Banner kind="bad" action={<button type="button" class="textbtn" onClick={() => void load()}>{w.retry}</button>}>{w.failed}</Banner>
      )}
      {!seen.value && trouble.value === "none" && <SkeletonRows rows={6} />}
      {notice.value && <Banner kind="bad">{notice.value}</Banner>}
      {seen.value && <Page seen={seen.value} typed={typed} write={write} act={act} reload={load} />}
    </Frame>
  );
}

export type Act = (words: Omit<StepWords, "version">, done: string) => Promise<boolean>;
type PageProps = { seen: Seen<RequestForDesk>; typed: Signal<Typed>; write: (change: Partial<Typed>) => void; act: Act; reload: () => Promise<void> };

function Page({ seen: { data: request, at, stored }, typed, write, act, reload }: PageProps) {
  const w = deskWords.value;
  const { route } = useLocation();
  const help = useSignal(false);
  const now = useNow();
  const words = useRef<HTMLTextAreaElement>(null);
  const go = (by: 1 | -1) => (): void => {
    const next = neighbour(request.id, by);
    if (next) route(`/desk/r/${next}`, true);
  };
  const onwards = (): void => route(neighbour(request.id, 1) ? `/desk/r/${neighbour(request.id, 1)}` : address.value, true);
  const accept = async (): Promise<void> => {
    if (request.acts.includes("accept") && (await act({ act: "accept" }, w.accepted))) words.current?.focus();
  };
  useEffect(() => {
    if (toReply.peek() !== request.id) return;
    toReply.value = null;
    words.current?.focus();
  }, [request.id]);
  useKeys({
    j: go(1),
    k: go(-1),
    a: () => void accept(),
    r: () => words.current?.focus(),
    escape: () => route(address.value),
    "?": () => {
      help.value = true;
    },
    "？": () => {
      help.value = true;
    },
  });

  return (
    <>
      <RequestHead id={request.id} number={request.number} go={go} />
      <div class="between wrap">
        <div>
          <h1>{termName(request.category)}</h1>
          <p class="muted">{[...request.place_path.slice(1), request.place_name, request.address].filter(Boolean).join(" ")}</p>
        </div>
        <div class="cluster">
          {request.urgent && <span class="badge badge--bad badge--big">{w.urgent}</span>}
          <StateBadge state={request.state} big />
          <Due at={request.due_at ?? null} provisional={request.due_provisional} exact now={now} />
        </div>
      </div>
      {stored && <Banner kind="offline">{w.offline(moment(at))}</Banner>}
      <div class="cols">
        <div class="stack stack--l cols__main">
          <section class="card stack">
            <p class="words">{request.description}</p>
            <Photos request={request} />
            <MapLinks request={request} />
            <p class="small muted">
              {request.written_at && `${w.writtenAt(moment(request.written_at))} · `}
              {w.sentAt(moment(request.sent_at))}
            </p>
          </section>
          <Composer request={request} typed={typed} write={write} act={act} words={words} next={onwards} />
          <Course steps={request.steps} />
        </div>
        <div class="stack stack--l cols__side">
          <Acts request={request} typed={typed} write={write} act={act} />
          <FirmCard request={request} reload={reload} />
          <RelatedCard request={request} act={act} />
          <Aside request={request} />
        </div>
      </div>
      <KeysSheet open={help} />
    </>
  );
}
