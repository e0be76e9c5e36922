/** Six digits. A wrong one says how many tries are left; a new code ends the old one. */
import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

import { Choice } from "../../components/Choice";
import { Field } from "../../components/Field";
import { Icon } from "../../components/Icon";
import { Row } from "../../components/Row";
import { say } from "../../components/Toast";
import { Refused } from "../../data/api";
import { city } from "../../data/city";
import { askForCode, enterCode } from "../../data/signing-in";
import { meWords } from "../../i18n/me";
import { NeverTell } from "./NeverTell";
import type { Asked } from "./SignIn";

const TRIES = 5; // as many as the server allows a code

export function CodeForm({ asked, onDone }: { asked: Signal<Asked | null>; onDone: () => void }) {
  const w = meWords.value;
  const now = asked.value as Asked;
  const code = useSignal("");
  const error = useSignal("");
  const busy = useSignal(false);
  const borrowed = useSignal(/MicroMessenger/.test(navigator.userAgent)); // in a chat, phones are often lent
  const box = useRef<HTMLInputElement>(null);
  const left = useCountdown(now.at + now.resend_after * 1000);
  useEffect(() => box.current?.focus(), []);

  async function attempt(work: () => Promise<void>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    error.value = "";
    try {
      await work();
    } catch (why) {
      error.value = why instanceof Refused ? said(why) : w.offlineSignIn;
      box.current?.focus();
    } finally {
      busy.value = false;
    }
  }
  /** The server does not say what was wrong with a code; how many were tried, and how old it is, we know ourselves. */
  function said(why: Refused): string {
    if (!why.about("code")) return why.message;
    const wrong = now.wrong + 1;
    asked.value = { ...now, wrong };
    if (Date.now() > now.at + now.expires_in * 1000) return w.codeOld;
    return wrong < TRIES ? w.triesLeft(TRIES - wrong) : w.codeDead;
  }
  const submit = (event: Event): void => {
    event.preventDefault();
    const digits = code.value.normalize("NFKC").replace(/\s/g, "");
    if (!/^\d{6}$/.test(digits)) {
      error.value = w.codeShort;
      box.current?.focus();
      return;
    }
    void attempt(async () => {
      await enterCode(now.challenge, digits, !borrowed.value);
      onDone();
    });
  };
  const again = (): Promise<void> =>
    attempt(async () => {
      asked.value = { ...(await askForCode(now.phone)), phone: now.phone, at: Date.now(), wrong: 0 };
      code.value = "";
      say(w.sentAgain);
      box.current?.focus();
    });

  return (
    <form class="stack stack--l" onSubmit={submit} noValidate>
      <h1>{w.codeTitle}</h1>
      <p class="muted">
        {w.codeSent(now.phone)}{" "}
        <button type="button" class="linkbtn" onClick={() => (asked.value = null)}>{w.changeNumber}</button>
      </p>
      <Field id="code" label={w.code} error={error.value}>
        {(control) => (
          <input
            class="input code"
            ref={box}
            inputMode="numeric"
            autocomplete="one-time-code"
            maxLength={12}
            value={code.value}
            onInput={(event) => (code.value = event.currentTarget.value)}
            {...control}
          />
        )}
      </Field>
      <Choice name="borrowed" value="1" many checked={borrowed.value} onChange={(is) => (borrowed.value = is)}>{w.notMine}</Choice>
      <button class="btn btn--primary btn--wide" aria-busy={busy.value}>{w.signIn}</button>
      <NeverTell />
      <button type="button" class="btn btn--wide" aria-disabled={left > 0} onClick={() => void (left > 0 || again())}>
        {left > 0 ? w.resendIn(left) : w.resend}
      </button>
      <div class="card card--flush rows">
        <Row href={`tel:${city.hotline}`} icon={<Icon name="phone" />} title={w.notReceived(city.hotline)} sub={w.noPhoneHint} />
        <Row href="/help/new" icon={<Icon name="users" />} title={w.forFamily} sub={w.forFamilyHint} />
      </div>
    </form>
  );
}

/** Seconds until `at` (ms), counting down on the screen. */
function useCountdown(at: number): number {
  const left = useSignal(0);
  useEffect(() => {
    const tick = (): void => {
      left.value = Math.max(0, Math.ceil((at - Date.now()) / 1000));
    };
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [at]);
  return left.value;
}
