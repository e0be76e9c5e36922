/** A call, or somebody at the counter: written down while they talk, sent before they hang up. All of it by keyboard. */
import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";

import { Banner } from "../../components/Banner";
import { Field } from "../../components/Field";
import { Icon } from "../../components/Icon";
import { say } from "../../components/Toast";
import { asPlace, findDivision } from "../../data/divisions";
import { PhoneFull } from "../../data/keep";
import { comesHome } from "../../data/words";
import { intakeWords } from "../../i18n/intake";
import { WhenChips } from "../../screens/help/When";
import { readRequest, reveal } from "../data";
import { Frame } from "../Frame";
import { another, begin, blank, call, categoryOf, isKept, resume, type Source, write } from "./call";
import { CallBacks } from "./CallBacks";
import { looked, watchCaller } from "./caller";
import { lacking, NO_TROUBLE, refused, type Troubles } from "./check";
import { Danger, DangerLine } from "./Danger";
import type { CutOff } from "./data";
import { Earlier } from "./Earlier";
import { Kind } from "./Kind";
import { finish, finished, forget, type Finished } from "./kept";
import { Lasting } from "./Lasting";
import { Answering, ForWhom, Speaks } from "./People";
import { ReadOut } from "./ReadOut";
import { readable } from "../../data/requests";
import { Where } from "./Where";
import "./intake.css";

export default function Intake() {
  const w = intakeWords.value;
  const { query, path } = useLocation();
  const source: Source = query.source === "counter" ? "counter" : "phone";
  const troubles = useSignal<Troubles>(NO_TROUBLE);
  const busy = useSignal(false);
  const version = useSignal(0);
  const first = useRef<HTMLInputElement>(null);
  const after = useRef<HTMLButtonElement>(null);
  const { id, phone, name, words, answered, completes } = call.value;
  const row = finished.value.find((one) => one.call.id === id);
  const taken = row?.taken ?? null;

  useEffect(() => {
    void resume().then(() => {
      if (call.peek().source !== source) write({ source });
    });
    return watchCaller();
  }, [source]);
  useLayoutEffect(() => {
    if (row) return; // it was sent before a reload: there is nothing to write
    if (phone) document.getElementById("words")?.focus();
    else first.current?.focus();
  }, [id]);
  useLayoutEffect(() => {
    if (taken) after.current?.focus();
  }, [taken?.number]);
  useEffect(() => {
    if (row?.problem) void rewrite(row); // the words are still on the screen: say what is wrong with them
  }, [row?.problem]);

  async function send(incomplete: boolean): Promise<void> {
    if (busy.value || row) return;
    troubles.value = lacking(call.peek(), incomplete);
    if (troubles.value.size > 0) return show(troubles.value);
    busy.value = true;
    try {
      const ended = call.peek();
      await finish(ended, incomplete);
      version.value++;
      if (incomplete && !finished.peek().some(({ call: one, problem }) => one.id === ended.id && problem)) {
        if (finished.peek().some(({ call: one, taken: has }) => one.id === ended.id && has)) await forget(ended.id);
        say(w.hungUpKept);
        await next(blank(source));
      }
    } catch (error) {
      say(error instanceof PhoneFull ? w.full : w.failed);
    } finally {
      busy.value = false;
    }
  }
  async function rewrite(one: Finished): Promise<void> {
    await forget(one.call.id);
    await begin(one.call);
    troubles.value = refused(one.problem);
    if (troubles.value.size === 0) say(one.problem?.detail ?? w.failed);
    show(troubles.value);
  }
  async function next(one: typeof call.value): Promise<void> {
    if (taken) await forget(id);
    troubles.value = NO_TROUBLE;
    await begin(one);
  }
  async function goOn(cut: CutOff): Promise<void> {
    try {
      const [{ data: request }, reach] = await Promise.all([readRequest(cut.id), reveal(cut.id)]);
      const place = /000$/.test(request.place) ? null : asPlace(await findDivision(request.place));
      await next({
        ...blank("phone"), phone: reach.phone, name: reach.name, words: request.description, category: request.category === "other" ? null : request.category,
        place, address: reach.address || request.address, speaks: cut.speaks, urgent: request.urgent, completes: cut.id,
      });
    } catch {
      say(w.failed);
    }
  }
  const pressed = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void send(false);
  };
  const state = looked.value?.state;
  const phoneHint = { looking: w.earlierLooking, failed: w.earlierFailed, unknown: w.callerPhoneHint, found: w.earlier(looked.value?.caller?.items.length ?? 0) }[state ?? "unknown"];

  return (
    <Frame title={source === "counter" ? w.counter : w.phone} at="intake">
      <div class="desk__head intake__head">
        <h1>{source === "counter" ? w.counter : w.phone}</h1>
        <nav class="cluster" aria-label={w.doors}>
          <a class="chip" href={path} aria-current={source === "phone" ? "page" : undefined}>{w.byPhone}</a>
          <a class="chip" href={`${path}?source=counter`} aria-current={source === "counter" ? "page" : undefined}>{w.byCounter}</a>
        </nav>
        <span class="grow" />
        {source === "phone" && <Lasting since={call.value.begunAt} running={!row} />}
        <span class="small muted only-desk">{isKept.value ? w.keptHere : w.full}</span>
      </div>
      <div class="cols intake__cols">
        <form class="card stack intake" onSubmit={(event) => event.preventDefault()} onKeyDown={pressed} aria-label={source === "counter" ? w.counter : w.phone}>
          <DangerLine />
          {completes && <Banner kind="info">{w.goingOn}</Banner>}
          <fieldset class="intake__fields stack" disabled={row !== undefined || busy.value}>
            <legend class="vh">{w.phone}</legend>
            <div class="intake__pair">
              <Field id="phone" label={w.callerPhone} hint={phoneHint} error={troubles.value.get("phone")}>
                {(control) => (
                  <input {...control} ref={first} class="input num" type="tel" autocomplete="off" maxLength={30} value={phone} onInput={(event) => write({ phone: event.currentTarget.value })} />
                )}
              </Field>
              <Field id="name" label={w.callerName} error={troubles.value.get("name")}>
                {(control) => <input {...control} class="input" autocomplete="off" maxLength={80} value={name} onInput={(event) => write({ name: event.currentTarget.value })} />}
              </Field>
            </div>
            <Field id="words" label={source === "counter" ? w.wordsCounter : w.words} error={troubles.value.get("words")}>
              {(control) => <textarea {...control} class="input" rows={3} maxLength={4000} value={words} onInput={(event) => write({ words: event.currentTarget.value })} />}
            </Field>
            <Danger />
            <Kind />
            <Where troubles={troubles.value} />
            <WhenChips shown={comesHome(categoryOf(call.value))} wish={call.value.window ?? null} onChange={(window) => write({ window })} />
            <div class="intake__pair">
              <div class="stack"><ForWhom troubles={troubles.value} /></div>
              <div class="stack"><Speaks /></div>
            </div>
            <div class="intake__pair"><Answering /></div>
          </fieldset>
          {row ? (
            <div class="between intake__do">
              <span role="status"><b>{taken ? `${answered !== null && taken.state === "resolved" ? w.resolved : w.toHolder(taken.holder_name)} · ${readable(taken.number)}` : w.cutKept}</b></span>
              <span class="cluster">
                <button type="button" class="btn" onClick={() => void next(blank(source))}>{w.next}</button>
                <button type="button" ref={after} class="btn btn--primary" onClick={() => void next(another(call.peek()))}><Icon name="plus" weight="bold" size="s" />{w.another}</button>
              </span>
            </div>
          ) : (
            <div class="between intake__do">
              {source === "phone" && <button type="button" class="btn" onClick={() => void send(true)}>{w.hungUp}</button>}
              <span class="cluster">
                <span class="small faint only-desk"><kbd>Ctrl</kbd> <kbd>Enter</kbd></span>
                <button type="button" class="btn btn--primary" aria-busy={busy.value} onClick={() => void send(false)}>{busy.value ? w.sending : answered !== null ? w.sendAnswered : w.send}</button>
              </span>
            </div>
          )}
        </form>
        <aside class="stack intake__aside">
          <ReadOut row={row} />
          <Earlier />
          <CallBacks version={version} goOn={(cut) => void goOn(cut)} edit={(one) => void rewrite(one)} />
        </aside>
      </div>
    </Frame>
  );

  function show(found: Troubles): void {
    const order = ["phone", "name", "words", "kind", "answered", "place", "address", "other-name", "other-phone", "relation", "consent", "speaks"];
    const at = order.find((field) => found.has(field));
    if (at) requestAnimationFrame(() => document.getElementById(at)?.focus());
  }
}
