/** What do they ask me? The question, and the answer right below it. */
import { Icon } from "../../components/Icon";
import type { Mine } from "../../data/mine";
import type { RequestForResident } from "../../data/requests";
import { helpWords } from "../../i18n/help";
import { newestFirst, whoDid } from "./say";
import { SayIt } from "./SayIt";
import { useReply } from "./useReply";

type AnswerProps = { id: string; copy: RequestForResident; request: Pick<Mine, "id" | "key"> };

/** `id`: of the form, for the button in the bar. */
export function Answer({ id, copy, request }: AnswerProps) {
  const w = helpWords.value;
  const reply = useReply(request, "answer");
  const question = newestFirst(copy).find((step) => step.act === "ask");

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    if (reply.note.value.trim() || reply.picture.value) await reply.send("answer");
    else reply.error.value = w.answerMissing;
  }

  return (
    <form id={id} class="card stack" noValidate onSubmit={(event) => void submit(event)}>
      {question && (
        <>
          <h2>{w.questionOf(whoDid(question))}</h2>
          <div class="bubble">{question.note}</div>
        </>
      )}
      <p class="small muted help__note">
        <Icon name="pause-circle" size="s" />
        <span>{w.pause}</span>
      </p>
      <SayIt id="answer-note" reply={reply} label={w.yourAnswer} />
    </form>
  );
}
