/** What is dangerous asks for the authenticator once more, and then goes on where it stopped. */
import { signal, useSignal } from "@preact/signals";

import { Sheet } from "../../components/Sheet";
import { steppingUp } from "../../data/api";
import { factorsWords } from "../../i18n/factors";
import { CodeField } from "./CodeField";
import { showAgain, whyNot } from "./factors";

const waiting = signal<((shown: boolean) => void) | null>(null);

/** Opens the sheet; true once the code was right, false when it was closed. */
steppingUp.ask = () =>
  new Promise((resolve) => {
    waiting.peek()?.(false);
    waiting.value = resolve;
  });

export function StepUp() {
  const w = factorsWords.value;
  const error = useSignal("");
  const busy = useSignal(false);
  const end = (shown: boolean): void => {
    waiting.peek()?.(shown);
    waiting.value = null;
    error.value = "";
  };
  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    busy.value = true;
    try {
      await showAgain(String(new FormData(event.currentTarget as HTMLFormElement).get("otp")));
      end(true);
    } catch (why) {
      error.value = whyNot(why, w.offline);
    } finally {
      busy.value = false;
    }
  }
  return (
    <Sheet open={waiting.value !== null} onClose={() => end(false)} title={w.againTitle}>
      <form class="stack" onSubmit={(event) => void submit(event)} noValidate>
        <p>{w.again}</p>
        <CodeField error={error.value} />
        <button class="btn btn--primary btn--wide" aria-busy={busy.value}>{w.confirm}</button>
      </form>
    </Sheet>
  );
}
