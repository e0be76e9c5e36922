/** An organization changes its own entry, by the link that its desk gave it: no account; the desk looks before anybody sees it. */
import "../directory.css";

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Banner } from "../../../components/Banner";
import { Empty } from "../../../components/Empty";
import { Icon } from "../../../components/Icon";
import { Screen } from "../../../components/Screen";
import { SkeletonRows } from "../../../components/Skeleton";
import { say } from "../../../components/Toast";
import { TitleBar } from "../../../components/TitleBar";
import { Refused } from "../../../data/api";
import { date, moment } from "../../../i18n/dates";
import { directoryWords } from "../../../i18n/directory";
import { fieldName } from "../said";
import { EntryForm } from "./EntryForm";
import { keyHere, readMine, type Seen } from "./provider";

const LOOK = { open: "wait", accepted: "good", declined: "bad", replaced: "line" } as const;

export default function Provider() {
  const { provider: w, edit } = directoryWords.value;
  const seen = useSignal<Seen | null>(null);
  const stage = useSignal<"loading" | "ready" | "gone" | "failed">("loading");
  const chosen = useSignal("");

  async function load(): Promise<void> {
    try {
      seen.value = await readMine();
      stage.value = "ready";
    } catch (error) {
      const isOver = error instanceof Refused && [404, 422].includes(error.status);
      stage.value = isOver || !keyHere() ? "gone" : seen.peek() ? "ready" : "failed";
    }
  }
  useEffect(() => {
    void load();
    addEventListener("hashchange", load); // another link was opened in the same tab
    return () => removeEventListener("hashchange", load);
  }, []);
  const choose = (id: string): void => {
    chosen.value = id;
    scrollTo({ top: 0 });
  };
  async function sent(): Promise<void> {
    choose("");
    say(w.sent);
    await load();
  }
  const entry = seen.value?.entries.find(({ id }) => id === chosen.value);
  return (
    <Screen title={w.title} top={<TitleBar title={w.title} />}>
      {stage.value === "loading" && <SkeletonRows rows={5} />}
      {stage.value === "gone" && <Empty art="line" title={w.gone}>{w.goneHint}</Empty>}
      {stage.value === "failed" && <Banner kind="offline" action={<button type="button" class="textbtn" onClick={() => void load()}>{edit.retry}</button>}>{edit.failed}</Banner>}
      {stage.value === "ready" && seen.value && (entry ? <EntryForm key={entry.id} entry={entry} onSent={() => void sent()} onBack={() => choose("")} /> : <Overview seen={seen.value} onChoose={choose} />)}
    </Screen>
  );
}

function Overview({ seen, onChoose }: { seen: Seen; onChoose: (id: string) => void }) {
  const { provider: w, edit } = directoryWords.value;
  const nameOf = (id: string): string => seen.entries.find((entry) => entry.id === id)?.name ?? "";
  return (
    <div class="stack stack--l">
      <div class="stack stack--s">
        <h2>{seen.name}</h2>
        <p>{w.intro(seen.made_by_name, date(seen.expires_at))}</p>
        <p class="muted">{w.only}</p>
      </div>
      <section class="stack stack--s" aria-labelledby="choose-entry">
        <h2 id="choose-entry">{w.choose}</h2>
        <div class="card card--flush rows">
          {seen.entries.map(({ id, noun, name }) => (
            <button key={id} type="button" class="row" onClick={() => onChoose(id)}>
              <span class="row__body"><span class="row__title">{name}</span><span class="row__sub">{w.nouns[noun]}</span></span>
              <Icon name="caret-right-regular" size="s" />
            </button>
          ))}
        </div>
      </section>
      {seen.proposals.length > 0 && (
        <section class="stack stack--s" aria-labelledby="earlier">
          <h2 id="earlier">{w.earlier}</h2>
          <ul class="stack stack--s">
            {seen.proposals.map((proposal) => (
              <li key={proposal.id} class="card stack stack--s">
                <div class="between">
                  <b>{nameOf(proposal.about)}</b>
                  <span class={`badge badge--${LOOK[proposal.state]}`}>{w.states[proposal.state]}</span>
                </div>
                <p class="small muted">{[moment(proposal.at), proposal.fields.map(fieldName).join(edit.and)].join(" · ")}</p>
                {proposal.answer && <p>{w.answer(proposal.answer)}</p>}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
