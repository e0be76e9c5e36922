/** Not needed any more. The reason is a help, not a duty. */
import { useSignal } from "@preact/signals";

import { Sheet } from "../../components/Sheet";
import type { Mine } from "../../data/mine";
import { helpWords } from "../../i18n/help";
import { RadioChips } from "./RadioChips";
import { useReply } from "./useReply";

type WithdrawSheetProps = { open: boolean; request: Pick<Mine, "id" | "key">; onClose: () => void };

export function WithdrawSheet({ open, request, onClose }: WithdrawSheetProps) {
  const w = helpWords.value;
  const reply = useReply(request, "withdraw");
  const reason = useSignal<string | null>(null);

  async function withdraw() {
    if (reason.value) reply.write(reason.value);
    if (await reply.send("withdraw")) onClose();
  }

  return (
    <Sheet open={open} onClose={onClose} title={w.withdrawTitle}>
      <p class="muted">{w.withdrawText}</p>
      <RadioChips
        name="withdraw-reason"
        legend={w.withdrawWhy}
        value={reason.value}
        onChange={(value) => (reason.value = value)}
        options={w.withdrawReasons.map((value) => ({ value, label: value }))}
      />
      {reply.error.value && <p class="error" role="alert">{reply.error.value}</p>}
      <div class="pair">
        <button type="button" class="btn btn--bad" onClick={() => void withdraw()}>{w.withdraw}</button>
        <button type="button" class="btn" onClick={onClose}>{w.keepIt}</button>
      </div>
    </Sheet>
  );
}
