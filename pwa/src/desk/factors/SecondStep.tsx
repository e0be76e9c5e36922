/** After the password: the code of the authenticator, or setting it up; once, the recovery codes. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { enterPassword } from "../../data/signing-in";
import { factorsWords } from "../../i18n/factors";
import { CodeField } from "./CodeField";
import { offerFactor, type Offered, whyNot } from "./factors";
import "./factors.css";

type SecondStepProps = { username: string; password: string; isNew: boolean; onDone: () => void };

export function SecondStep({ username, password, isNew, onDone }: SecondStepProps) {
  const w = factorsWords.value;
  const error = useSignal("");
  const busy = useSignal(false);
  const offered = useSignal<Offered | null>(null);
  const codes = useSignal<string[]>([]);
  useEffect(() => {
    if (!isNew) return;
    offerFactor(username, password).then(
      (found) => (offered.value = found),
      (why: unknown) => (error.value = whyNot(why, w.offline)),
    );
  }, [isNew]);

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const otp = String(new FormData(event.currentTarget as HTMLFormElement).get("otp"));
    busy.value = true;
    error.value = "";
    try {
      codes.value = await enterPassword(username, password, otp);
      if (codes.value.length === 0) onDone();
    } catch (why) {
      error.value = whyNot(why, w.offline);
    } finally {
      busy.value = false;
    }
  }

  if (codes.value.length > 0) return <KeepCodes codes={codes.value} onDone={onDone} />;
  return (
    <form class="stack stack--l" onSubmit={(event) => void submit(event)} noValidate>
      <h1>{isNew ? w.setUpTitle : w.code}</h1>
      {offered.value && (
        <div class="stack">
          <p>{w.setUp}</p>
          <img class="factor__picture" src={offered.value.picture} alt={w.picture} />
          <p>{w.byHand}</p>
          <p class="factor__secret">{offered.value.secret.replace(/(.{4})(?=.)/g, "$1 ")}</p>
          <p>{w.then}</p>
        </div>
      )}
      <CodeField error={error.value} isNew={isNew} />
      <button class="btn btn--primary btn--wide" aria-busy={busy.value}>{w.signIn}</button>
    </form>
  );
}

function KeepCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const w = factorsWords.value;
  return (
    <section class="stack stack--l">
      <h1>{w.keepTitle}</h1>
      <p>{w.keep}</p>
      <ol class="factor__codes">
        {codes.map((code) => <li key={code}>{code}</li>)}
      </ol>
      <button type="button" class="btn btn--primary btn--wide" onClick={onDone}>{w.kept}</button>
    </section>
  );
}
