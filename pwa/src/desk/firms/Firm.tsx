/** A firm looks at a request by the link that the desk gave it: no account. Can we come, when, for how much; and what did we do? */
import "../../style/photos.css";
import "../../screens/help/form.css";
import "./firms.css";

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";

import { Banner } from "../../components/Banner";
import { Empty } from "../../components/Empty";
import { Icon } from "../../components/Icon";
import { Screen } from "../../components/Screen";
import { SkeletonRows } from "../../components/Skeleton";
import { say } from "../../components/Toast";
import { TitleBar } from "../../components/TitleBar";
import { Refused } from "../../data/api";
import { city } from "../../data/city";
import { readable } from "../../data/requests";
import { TERMS } from "../../data/taxonomy.gen";
import { lang } from "../../i18n";
import { day, moment } from "../../i18n/dates";
import { firmsWords } from "../../i18n/firms";
import { offerWords, wishWords } from "./data";
import { type Awaited, type ForFirm, keyHere, photoBytes, readAddress, readDispatch, refuse, sayDone } from "./door";
import { OfferForm } from "./OfferForm";
import { SayForm } from "./SayForm";

export default function Firm() {
  const w = firmsWords.value;
  const seen = useSignal<ForFirm | null>(null);
  const stage = useSignal<"loading" | "ready" | "gone" | "failed">("loading");

  async function load(): Promise<void> {
    try {
      seen.value = await readDispatch();
      stage.value = "ready";
    } catch (error) {
      const isOver = error instanceof Refused && [404, 422].includes(error.status);
      stage.value = isOver || !keyHere() ? "gone" : seen.peek() ? "ready" : "failed";
    }
  }
  useEffect(() => {
    void load();
    const again = (): void => void (document.hidden || load());
    addEventListener("hashchange", load); // another link was opened in the same tab
    document.addEventListener("visibilitychange", again); // the resident may have answered meanwhile
    return () => {
      removeEventListener("hashchange", load);
      document.removeEventListener("visibilitychange", again);
    };
  }, []);
  /** Says something; gives what is wrong with it, "" if nothing. What changed meanwhile is shown. */
  async function doing(work: () => Promise<unknown>): Promise<string> {
    try {
      await work();
      say(w.sent);
      await load();
      return "";
    } catch (error) {
      if (!(error instanceof Refused)) return w.notSent;
      if (error.status === 409) await load();
      return error.problem.errors?.[0]?.message ?? error.message;
    }
  }
  return (
    <Screen title={w.page} top={<TitleBar title={w.page} />}>
      {stage.value === "loading" && <SkeletonRows rows={5} />}
      {stage.value === "gone" && <Empty art="line" title={w.gone}>{w.goneHint}</Empty>}
      {stage.value === "failed" && <Banner kind="offline" action={<button type="button" class="textbtn" onClick={() => void load()}>{w.retry}</button>}>{w.failed}</Banner>}
      {stage.value === "ready" && seen.value && <Page seen={seen.value} doing={doing} />}
    </Screen>
  );
}

export type Doing = (work: () => Promise<unknown>) => Promise<string>;
type PageProps = { seen: ForFirm; doing: Doing };

function Page({ seen, doing }: PageProps) {
  const w = firmsWords.value;
  const { state, why, firm, desk, by_name: by, due_at: due, offer } = seen;
  const isOver = state === "over";
  return (
    <div class="stack stack--l">
      <div class="stack stack--s">
        <h2>{w.hello(firm)}</h2>
        {!isOver && <p>{w.intro(desk, by)}</p>}
        {state === "sent" && <p><b>{w.answerBy(moment(due))}</b></p>}
      </div>
      {isOver ? <Empty art="line" title={w.over}>{w.overWhy[why] ?? w.overElse}</Empty> : <Matter seen={seen} />}
      {state === "done" && <Empty art="row" title={w.isDone}>{w.isDoneHint}</Empty>}
      {state === "offered" && offer && <Standing title={w.offered} hint={w.offeredHint}>{offerWords(offer)}</Standing>}
      {state === "agreed" && offer && (
        <>
          <Standing title={w.agreed}>{offerWords(offer)}</Standing>
          <Address />
          <SayForm id="done" title={w.doneTitle} hint={w.doneHint} missing={w.doneMissing} go={w.doneGo} send={(id, note) => doing(() => sayDone(id, note))} primary />
        </>
      )}
      {(state === "sent" || state === "offered") && <OfferForm key={state} seen={seen} doing={doing} />}
      {!isOver && state !== "done" && (
        <details class="card">
          <summary class="firm__more">{w.refuse}</summary>
          <SayForm id="refuse" title={w.refuseTitle} hint={w.refuseHint} missing={w.refuseMissing} go={w.refuseGo} send={(id, note) => doing(() => refuse(id, note))} />
        </details>
      )}
    </div>
  );
}

/** What it is about, and where: all that a firm gets to see. */
function Matter({ seen }: { seen: ForFirm }) {
  const w = firmsWords.value;
  const { category, urgent, description, photos, place_path: path, place_name: place, building, wish_on: on, wish_part: part, note, number, desk_phone: phone, state } = seen;
  const term = TERMS.find((one) => one.code === category);
  const call = phone || city.hotline;
  return (
    <section class="card stack">
      <div class="between">
        <h2>{lang.value === "en" ? term?.en : term?.zh}</h2>
        {urgent && <span class="badge badge--bad">{w.urgent}</span>}
      </div>
      <p class="firm__words">{description}</p>
      {photos.length > 0 && (
        <div class="firm__photos">
          {photos.map((photo, index) => <Shot key={photo.id} id={photo.id} alt={w.photo(index + 1)} />)}
        </div>
      )}
      <p class="firm__where"><Icon name="map-pin" size="s" /><span>{[...path.slice(1), place, building].filter(Boolean).join(" ")}</span></p>
      {part && <p>{w.wished}：<b>{wishWords(on, part, day)}</b></p>}
      {note && <p>{w.deskSays}：{note}</p>}
      {state !== "agreed" && state !== "done" && <p class="small muted">{w.noContact}</p>}
      <p class="small muted">{w.number(readable(number))}</p>
      <a class="btn btn--wide" href={`tel:${call}`}><Icon name="phone" weight="fill" size="s" />{w.ask(call)}</a>
    </section>
  );
}

function Standing({ title, hint, children }: { title: string; hint?: string; children: ComponentChildren }) {
  return (
    <section class="card card--line stack stack--s" role="status">
      <h2>{title}</h2>
      <p class="firm__deal">{children}</p>
      {hint && <p class="small muted">{hint}</p>}
    </section>
  );
}

/** The door is shown on demand, for each look is noted. */
function Address() {
  const w = firmsWords.value;
  const awaited = useSignal<Awaited | null>(null);
  const trouble = useSignal("");
  const show = (): void =>
    void readAddress().then(
      (found) => (awaited.value = found),
      (error: unknown) => (trouble.value = error instanceof Refused ? error.message : w.failed),
    );
  if (awaited.value) return (
    <section class="card stack stack--s" role="status">
      <p class="firm__deal">{awaited.value.address}</p>
      <p>{w.awaited(awaited.value.name)}</p>
    </section>
  );
  return (
    <div class="stack stack--s">
      <button type="button" class="btn btn--wide" onClick={show}><Icon name="eye" size="s" />{w.address}</button>
      <p class="small muted">{trouble.value || w.addressHint}</p>
    </div>
  );
}

/** A photo needs the link's key to be fetched; it opens whole in a page of its own. */
function Shot({ id, alt }: { id: string; alt: string }) {
  const [bytes, setBytes] = useState<ArrayBuffer | null>(null);
  useEffect(() => void photoBytes(id).then(setBytes, () => {}), [id]);
  const address = useMemo(() => (bytes ? URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" })) : ""), [bytes]);
  useEffect(() => () => URL.revokeObjectURL(address), [address]);
  if (!address) return <span class="skel photo__skel" role="img" aria-label={alt} />;
  return <a class="photo firm__shot" href={address} target="_blank" rel="noreferrer"><img src={address} alt={alt} /></a>;
}
