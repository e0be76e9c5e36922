/** Other software: which programs may send requests, and which systems are told of what happens to them. */
import "../../screens/help/form.css";
import "./programs.css";

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Banner } from "../../components/Banner";
import { Sheet } from "../../components/Sheet";
import { Refused } from "../../data/api";
import { newId } from "../../data/ids";
import { me } from "../../data/session";
import { keysWords } from "../../i18n/keys";
import { Frame } from "../Frame";
import { HookCard, KeyCard } from "./Cards";
import { Dead } from "./Dead";
import { HookForm, KeyForm } from "./Forms";
import { Once } from "./Once";
import { endHook, endKey, type Hook, issueKey, type Key, listHooks, listKeys, setHook } from "./programs";

type Secret = { value: string; why: string };
type Ending = { name: string; hint: string; end: () => Promise<void> };
const NOTHING: Secret = { value: "", why: "" };

export default function Programs() {
  const w = keysWords.value;
  const own = me.value?.rights.find(({ role, division }) => role === "manager" && division)?.division ?? "";
  const keys = useSignal<readonly Key[] | null>(null);
  const hooks = useSignal<readonly Hook[] | null>(null);
  const writing = useSignal<"key" | "hook" | null>(null);
  const id = useSignal(newId()); // of what is being written: a retry makes no second one
  const secret = useSignal(NOTHING);
  const ending = useSignal<Ending | null>(null);
  const looked = useSignal<Hook | null>(null);
  const errors = useSignal<ReadonlyMap<string, string>>(new Map());
  const trouble = useSignal("");
  const isBusy = useSignal(false);

  async function doing(work: () => Promise<void>): Promise<void> {
    if (isBusy.peek()) return;
    isBusy.value = true;
    trouble.value = "";
    errors.value = new Map();
    try {
      await work();
    } catch (error) {
      const fields = error instanceof Refused ? (error.problem.errors ?? []) : [];
      errors.value = new Map(fields.map(({ field, message }) => [field, message]));
      trouble.value = fields.length ? "" : error instanceof Refused ? error.message : w.failed;
    }
    isBusy.value = false;
  }
  const look = async (): Promise<void> => {
    [keys.value, hooks.value] = await Promise.all([listKeys(), listHooks()]);
  };
  useEffect(() => void doing(look), []);

  const begin = (what: "key" | "hook"): void => {
    errors.value = new Map();
    id.value = newId();
    writing.value = what;
  };
  const made = (make: () => Promise<string>, why: string): Promise<void> =>
    doing(async () => {
      secret.value = { value: await make(), why };
      writing.value = null;
      await look();
    });
  const end = (): Promise<void> =>
    doing(async () => {
      await ending.peek()?.end();
      ending.value = null;
      await look();
    });
  const form = { division: own, errors: errors.value, isBusy: isBusy.value, onCancel: () => (writing.value = null) };

  return (
    <Frame title={w.title} at="keys">
      <div class="desk__head">
        <h1>{w.title}</h1>
      </div>
      <p class="muted">{w.hint}</p>
      {trouble.value && <Banner kind="bad">{trouble.value}</Banner>}
      <section class="stack programs__part">
        <div class="between">
          <h2>{w.keys}</h2>
          {writing.value !== "key" && <button type="button" class="btn btn--small" onClick={() => begin("key")}>{w.issue}</button>}
        </div>
        {writing.value === "key" && <KeyForm {...form} onSubmit={(wish) => void made(() => issueKey(id.peek(), wish), w.keyNow)} />}
        {keys.value?.length === 0 && writing.value !== "key" && <p class="muted">{w.none.keys}</p>}
        <ul class="stack">
          {keys.value?.map((item) => (
            <li key={item.id}><KeyCard item={item} onEnd={() => (ending.value = { name: item.name, hint: w.sureKey, end: () => endKey(item.id) })} /></li>
          ))}
        </ul>
      </section>
      <section class="stack programs__part">
        <div class="between">
          <h2>{w.hooks}</h2>
          {writing.value !== "hook" && <button type="button" class="btn btn--small" onClick={() => begin("hook")}>{w.subscribe}</button>}
        </div>
        {writing.value === "hook" && <HookForm {...form} onSubmit={(wish) => void made(() => setHook(id.peek(), wish), w.secretNow)} />}
        {hooks.value?.length === 0 && writing.value !== "hook" && <p class="muted">{w.none.hooks}</p>}
        <ul class="stack">
          {hooks.value?.map((item) => (
            <li key={item.id}><HookCard item={item} onLook={() => (looked.value = item)} onEnd={() => (ending.value = { name: item.name, hint: w.sureHook, end: () => endHook(item.id) })} /></li>
          ))}
        </ul>
      </section>
      <Once secret={secret.value.value} why={secret.value.why} onGone={() => (secret.value = NOTHING)} />
      <Dead hook={looked.value} onClose={() => (looked.value = null)} onChange={() => void doing(look)} />
      <Sheet open={ending.value !== null} onClose={() => (ending.value = null)} title={w.sure(ending.value?.name ?? "")}>
        <p>{ending.value?.hint}</p>
        <div class="pair">
          <button type="button" class="btn" onClick={() => (ending.value = null)}>{w.cancel}</button>
          <button type="button" class="btn btn--bad" aria-busy={isBusy.value} onClick={() => void end()}>{w.end}</button>
        </div>
      </Sheet>
    </Frame>
  );
}
