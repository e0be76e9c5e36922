/** What else can be done with one request, behind the three dots: withdraw it, take it along, delete what is mine, stop following. */
import { useSignal } from "@preact/signals";
import { useLocation } from "preact-iso";

import { Row } from "../../components/Row";
import { Sheet } from "../../components/Sheet";
import { say } from "../../components/Toast";
import { Refused, Unreachable } from "../../data/api";
import type { Mine } from "../../data/mine";
import { deleteMine, takeAlong, unfollow } from "../../data/own";
import { helpWords } from "../../i18n/help";

type MoreProps = {
  open: boolean;
  request: Pick<Mine, "id" | "key">;
  follower: string | null; // a neighbour asked for it: then only following can be ended
  onWithdraw: (() => void) | null;
  onClose: () => void;
};

export function More({ open, request, follower, onWithdraw, onClose }: MoreProps) {
  const w = helpWords.value;
  const { route } = useLocation();
  const isAsking = useSignal(false);
  const isBusy = useSignal(false);

  async function online(work: () => Promise<void>) {
    isBusy.value = true;
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
      say(error instanceof Refused ? error.message : w.ownFailed);
    } finally {
      isBusy.value = false;
    }
  }
  const end = () => online(async () => {
    await (follower ? unfollow(request, follower) : deleteMine(request));
    route("/help", true);
  });
  const ask = (): void => {
    onClose();
    isAsking.value = true;
  };

  return (
    <>
      <Sheet open={open} onClose={onClose} title={w.more}>
        {onWithdraw && <Row title={w.withdraw} onClick={onWithdraw} />}
        {!follower && <Row title={w.takeAlong} onClick={() => void online(() => takeAlong(request)).then(onClose)} />}
        <Row title={follower ? w.unfollow : w.deleteMine} onClick={ask} />
        <button type="button" class="btn" onClick={onClose}>{w.keepIt}</button>
      </Sheet>
      <Sheet open={isAsking.value} onClose={() => (isAsking.value = false)} title={follower ? w.unfollowTitle : w.deleteTitle}>
        <p class="muted">{follower ? w.unfollowText : w.deleteText}</p>
        <div class="pair">
          <button type="button" class="btn btn--bad" aria-busy={isBusy.value} onClick={() => void end()}>{follower ? w.unfollow : w.deleteGo}</button>
          <button type="button" class="btn" onClick={() => (isAsking.value = false)}>{w.keepIt}</button>
        </div>
      </Sheet>
    </>
  );
}
