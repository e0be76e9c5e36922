/** How far is it? By number and code, on anybody's phone, for reading only. Neither ever stands in an address. */
import { useSignal } from "@preact/signals";
import { useLocation } from "preact-iso";

import { Banner } from "../../components/Banner";
import { Field } from "../../components/Field";
import { Screen } from "../../components/Screen";
import { TopBar } from "../../components/TopBar";
import { Refused, Unreachable } from "../../data/api";
import { city } from "../../data/city";
import { isNumber, lookUp } from "../../data/requests";
import { helpWords } from "../../i18n/help";

type Trouble = { "lookup-number"?: string; "lookup-code"?: string };

export default function Lookup() {
  const w = helpWords.value;
  const { route } = useLocation();
  const [number, code] = [useSignal(""), useSignal("")];
  const trouble = useSignal<Trouble>({});
  const failed = useSignal("");
  const isBusy = useSignal(false);

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    const [digits, secret] = [digitsOf(number.value), digitsOf(code.value)];
    const found: Trouble = {};
    if (!isNumber(digits)) found["lookup-number"] = w.lookupNumberBad;
    if (secret.length !== 8) found["lookup-code"] = w.lookupCodeBad;
    trouble.value = found;
    failed.value = "";
    const [first] = Object.keys(found);
    if (first) return document.getElementById(first)?.focus();
    isBusy.value = true;
    try {
      route(`/help/r/${await lookUp(digits, secret)}`);
    } catch (error) {
      failed.value = whyNot(error);
    } finally {
      isBusy.value = false;
    }
  }

  return (
    <Screen title={w.lookupTitle} top={<TopBar title={w.lookupTitle} up="/help" />} tab="help">
      <h1 class="vh">{w.lookupTitle}</h1>
      <p class="muted">{w.lookupHint}</p>
      {failed.value && <Banner kind="bad">{failed.value}</Banner>}
      <form class="stack" noValidate onSubmit={(event) => void submit(event)}>
        <Field id="lookup-number" label={w.lookupNumber} hint={w.lookupNumberHint} error={trouble.value["lookup-number"]}>
          {(control) => (
            <input
              {...control}
              class="input num"
              inputMode="numeric"
              autocomplete="off"
              value={number.value}
              onInput={(event) => (number.value = event.currentTarget.value)}
            />
          )}
        </Field>
        <Field id="lookup-code" label={w.lookupCode} error={trouble.value["lookup-code"]}>
          {(control) => (
            <input
              {...control}
              class="input num"
              inputMode="numeric"
              autocomplete="off"
              value={code.value}
              onInput={(event) => (code.value = event.currentTarget.value)}
            />
          )}
        </Field>
        <button type="submit" class="btn btn--primary btn--wide" aria-busy={isBusy.value}>{w.lookupGo}</button>
      </form>
      <p class="small muted">{w.lookupCall(city.hotline)}</p>
    </Screen>
  );
}

const digitsOf = (text: string): string => text.normalize("NFKC").replace(/\D/g, "");

function whyNot(error: unknown): string {
  const w = helpWords.value;
  if (error instanceof Unreachable) return w.lookupOffline;
  if (!(error instanceof Refused)) throw error;
  return error.status === 429 ? error.message : w.lookupNone;
}
