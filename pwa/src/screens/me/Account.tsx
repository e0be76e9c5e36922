/** What only somebody who is signed in can do: take their data, sign out, delete the account. Each asks before it loses
 *  anything, and the safe answer is the nearer one. */
import { type Signal, useSignal } from "@preact/signals";

import { Icon } from "../../components/Icon";
import { Row } from "../../components/Row";
import { Sheet } from "../../components/Sheet";
import { say } from "../../components/Toast";
import { answer, api, Unreachable } from "../../data/api";
import { unsent } from "../../data/unsent";
import { me, signOut } from "../../data/session";
import { wipe } from "../../data/wipe";
import { meWords } from "../../i18n/me";

type Asked = "sign-out" | "delete" | null;

export function Account({ failed }: { failed: Signal<string> }) {
  const w = meWords.value;
  const asked = useSignal<Asked>(null);
  const busy = useSignal(false);
  if (!me.value) return null;
  const lost = unsent.value.filter(({ by }) => by === undefined).length; // what staff brought stays

  /** Does it, and says so when it could not be done; nothing is lost then. */
  async function attempt(work: () => Promise<void>): Promise<void> {
    busy.value = true;
    failed.value = "";
    try {
      await work();
      asked.value = null;
    } catch (error) {
      failed.value = error instanceof Unreachable ? w.needsNetwork : w.failed;
      asked.value = null;
    } finally {
      busy.value = false;
    }
  }

  const leave = () =>
    attempt(async () => {
      await signOut(wipe);
      say(w.signedOut);
    });
  const remove = () =>
    attempt(async () => {
      await answer(api.DELETE("/api/me"));
      await wipe();
      me.value = null;
      say(w.deleted);
    });

  return (
    <section class="card card--flush rows">
      <Row onClick={() => void attempt(download)} icon={<Icon name="export" />} title={busy.value ? w.exporting : w.export} />
      <Row href="/me/sessions" icon={<Icon name="devices" />} title={w.sessions} />
      <Row onClick={() => (asked.value = "sign-out")} icon={<Icon name="sign-out" />} title={w.signOut} />
      {me.value.kind === "resident" && (
        <Row onClick={() => (asked.value = "delete")} icon={<Icon name="user-minus" />} title={w.delete} />
      )}
      {failed.value && <p class="row error" role="alert">{failed.value}</p>}
      <Sheet open={asked.value === "sign-out"} onClose={() => (asked.value = null)} title={w.signOut}>
        {lost > 0 && <p><b>{w.signOutUnsent(lost)}</b></p>}
        <p>{w.signOutSure}</p>
        <Choices keep={w.signOutKeep} act={w.signOutDo} busy={busy} onKeep={() => (asked.value = null)} onAct={leave} />
      </Sheet>
      <Sheet open={asked.value === "delete"} onClose={() => (asked.value = null)} title={w.delete}>
        <p><b>{w.deleteSure}</b></p>
        <p>{w.deleteMore}</p>
        <Choices keep={w.deleteKeep} act={w.deleteDo} busy={busy} onKeep={() => (asked.value = null)} onAct={remove} />
      </Sheet>
    </section>
  );
}

type ChoicesProps = { keep: string; act: string; busy: Signal<boolean>; onKeep: () => void; onAct: () => Promise<void> };

function Choices({ keep, act, busy, onKeep, onAct }: ChoicesProps) {
  return (
    <div class="pair">
      <button type="button" class="btn btn--bad" aria-busy={busy.value} onClick={() => void onAct()}>{act}</button>
      <button type="button" class="btn btn--primary" onClick={onKeep}>{keep}</button>
    </div>
  );
}

/** All that is held about them, as a file. */
async function download(): Promise<void> {
  const held = await answer(api.GET("/api/me/export"));
  const url = URL.createObjectURL(new Blob([JSON.stringify(held, null, 2)], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = "linli.json";
  link.click();
  URL.revokeObjectURL(url);
}
