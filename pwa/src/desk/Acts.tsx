/** What can be done now, and no others: the buttons come from the server's own table of steps. */
import { type Signal, useSignal } from "@preact/signals";

import { Choice } from "../components/Choice";
import { Sheet } from "../components/Sheet";
import { deskWords } from "../i18n/desk";
import type { Typed } from "../data/typed";
import type { RequestForDesk, StepWords } from "./data";
import type { Act } from "./Request";
import { queueWords } from "../i18n/queue";
import { AssignSheet } from "./AssignSheet";
import { KindSheet } from "./KindSheet";
import { PressSheet } from "./PressSheet";
import { ReturnSheet } from "./ReturnSheet";
import { TransferSheet } from "./TransferSheet";
import { mayCall, triedAt } from "./tries";

type Outcome = NonNullable<StepWords["outcome"]>;
type Reason = NonNullable<StepWords["reason"]>;
type ActsProps = { request: RequestForDesk; typed: Signal<Typed>; write: (change: Partial<Typed>) => void; act: Act };
type Asked = (typeof ASKING)[number] | null;

const DIRECT = ["accept", "start", "escalate", "reopen", "tried"] as const; // undo: for seconds, by the toast
const ASKING = ["ask", "resolve", "assign", "transfer", "return", "decline", "recategorize", "remind", "supervise"] as const;
const OUTCOMES: Outcome[] = ["solved", "answered", "partly", "not_possible", "no_contact"];
const REASONS: Reason[] = ["not_ours", "not_possible", "too_vague", "settled", "in_court", "no_request"];

export function Acts({ request, typed, write, act }: ActsProps) {
  const w = deskWords.value;
  const asked = useSignal<Asked>(null);
  const possible = new Set<string>(request.acts);
  if (!mayCall(request)) possible.delete("tried"); // who is not to be called is not tried by telephone
  const direct = DIRECT.filter((one) => possible.has(one));
  const asking = ASKING.filter((one) => possible.has(one));
  const close = (): void => {
    asked.value = null;
  };
  /** Takes the step with what was written to the resident; the words go only when it was taken. */
  const take = async (words: Omit<StepWords, "version">): Promise<void> => {
    if (await act(words, w.done)) write({ reply: "" });
    close();
  };
  if (direct.length + asking.length === 0) return <section class="card acts__card"><p class="muted">{w.noFurther}</p></section>;
  return (
    <section class="card stack acts__card">
      <h2>{w.doNow}</h2>
      <div class="acts">
        {direct.map((one) => (
          <button
            key={one}
            type="button"
            class={`btn btn--small ${one === "accept" ? "btn--primary" : ""}`}
            onClick={() => void act({ act: one }, w.done)}
          >
            {w.acts[one]}
            {one === "accept" && <kbd>A</kbd>}
          </button>
        ))}
        {asking.map((one) => (
          <button key={one} type="button" class="btn btn--small" onClick={() => (asked.value = one)}>{w.acts[one] ?? queueWords.value.acts[one]}</button>
        ))}
      </div>
      <Sheet open={asked.value === "ask"} onClose={close} title={w.acts.ask ?? ""}>
        <WordsAndGo hint={w.askHint} typed={typed} write={write} label={w.acts.ask ?? ""} onGo={(note) => take({ act: "ask", note })} />
      </Sheet>
      <Sheet open={asked.value === "resolve"} onClose={close} title={w.resolveTitle}>
        <ChoiceAndGo
          options={OUTCOMES.map((code) => ({ code, text: w.outcome[code] ?? code }))}
          typed={typed}
          write={write}
          label={w.resolveDo}
          hintOf={(outcome) => (outcome === "no_contact" ? w.triesSoFar(triedAt(request.steps).length) : "")}
          onGo={(outcome, note) => take({ act: "resolve", outcome, note })}
        />
      </Sheet>
      <Sheet open={asked.value === "decline"} onClose={close} title={w.declineTitle}>
        <ChoiceAndGo
          options={REASONS.map((code) => ({ code, text: w.reasons[code] ?? code }))}
          typed={typed}
          write={write}
          label={w.declineDo}
          onGo={(reason, note) => take({ act: "decline", reason, note })}
        />
      </Sheet>
      {asked.value === "assign" && (
        <AssignSheet holder={request.holder} many={1} onClose={close} onGo={([to = ""]) => take({ act: "assign", to })} />
      )}
      <ReturnSheet open={asked.value === "return"} needs={request.holder.startsWith("org-")} onClose={close} act={act} />
      <KindSheet open={asked.value === "recategorize"} now={request.category} onClose={close} act={act} />
      <PressSheet how={asked.value === "remind" || asked.value === "supervise" ? asked.value : null} onClose={close} act={act} />
      <TransferSheet open={asked.value === "transfer"} onClose={close} onGo={(to) => take({ act: "transfer", to, note: typed.value.reply.trim() })} />
    </section>
  );
}

type WordsProps = { typed: Signal<Typed>; write: (change: Partial<Typed>) => void; label: string };

type WordsAndGoProps = WordsProps & { hint?: string; isChosen?: () => boolean; onGo: (note: string) => Promise<void> };

function WordsAndGo({ hint, typed, write, label, isChosen = () => true, onGo }: WordsAndGoProps) {
  const w = deskWords.value;
  const missing = useSignal(false);
  const go = (): void => {
    missing.value = !typed.value.reply.trim();
    if (isChosen() && !missing.value) void onGo(typed.value.reply.trim());
  };
  return (
    <div class="stack">
      <label class="label" for="words-for-resident">{w.wordsForResident}</label>
      <textarea
        class="input"
        id="words-for-resident"
        value={typed.value.reply}
        aria-invalid={missing.value}
        onInput={(event) => write({ reply: event.currentTarget.value })}
      />
      {hint && <p class="hint">{hint}</p>}
      {missing.value && <p class="error" role="alert">{w.needsWords}</p>}
      <button type="button" class="btn btn--primary btn--wide" onClick={go}>{label}</button>
    </div>
  );
}

type ChoiceProps<Code> = WordsProps & { options: { code: Code; text: string }[]; hintOf?: (code: Code) => string; onGo: (code: Code, note: string) => Promise<void> };

function ChoiceAndGo<Code extends string>({ options, hintOf, typed, write, label, onGo }: ChoiceProps<Code>) {
  const w = deskWords.value;
  const chosen = useSignal<Code | null>(null);
  const missing = useSignal(false);
  const isChosen = (): boolean => {
    missing.value = chosen.value === null;
    return !missing.value;
  };
  const go = async (note: string): Promise<void> => {
    if (chosen.value) await onGo(chosen.value, note);
  };
  return (
    <div class="stack">
      <fieldset class="choices">
        {options.map(({ code, text }) => (
          <Choice key={code} name="outcome" value={code} checked={chosen.value === code} onChange={() => (chosen.value = code)}>{text}</Choice>
        ))}
      </fieldset>
      {chosen.value && hintOf?.(chosen.value) && <p class="hint" role="status">{hintOf(chosen.value)}</p>}
      {missing.value && <p class="error" role="alert">{w.chooseOne}</p>}
      <WordsAndGo typed={typed} write={write} label={label} isChosen={isChosen} onGo={go} />
    </div>
  );
}
