/** One more word, or why it is not settled, from below. */
import { Sheet } from "../../components/Sheet";
import type { Mine } from "../../data/mine";
import { helpWords } from "../../i18n/help";
import { SayIt } from "./SayIt";
import { useReply } from "./useReply";

type MessageSheetProps = {
  act: "message" | "reopen";
  title: string;
  open: boolean;
  request: Pick<Mine, "id" | "key">;
  onClose: () => void;
};

export function MessageSheet({ act, title, open, request, onClose }: MessageSheetProps) {
  const w = helpWords.value;
  const reply = useReply(request, act);
  const isReopening = act === "reopen";

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    if (!reply.note.value.trim() && !reply.picture.value) reply.error.value = isReopening ? w.whatIsLeftMissing : w.answerMissing;
    else if (await reply.send(act)) onClose();
  }

  return (
    <Sheet open={open} onClose={onClose} title={title}>
      <form class="stack" noValidate onSubmit={(event) => void submit(event)}>
        <SayIt
          id={`${act}-words`}
          reply={reply}
          label={isReopening ? w.whatIsLeft : w.messageLabel}
          {...(isReopening ? { hint: w.whatIsLeftHint } : {})}
        />
        <button type="submit" class="btn btn--primary btn--wide">{w.messageSend}</button>
      </form>
    </Sheet>
  );
}
