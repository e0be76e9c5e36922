/** Whether what is on the screen is with the server; and when a colleague was faster, whose stands. */
import { Banner } from "../../../components/Banner";
import { Icon } from "../../../components/Icon";
import { questionsWords } from "../../../i18n/questions";
import type { Keeping } from "./keeping";

export function Standing({ keeping, mayWrite }: { keeping: Keeping; mayWrite: boolean }) {
  const w = questionsWords.value;
  const standing = keeping.standing.value;
  const held = keeping.held.value;
  if (standing === "overtaken") {
    return (
      <Banner
        kind="bad"
        action={
          <>
            <button type="button" class="textbtn" onClick={() => void keeping.takeTheirs()}>{w.takeTheirs}</button>
            <button type="button" class="textbtn" onClick={() => void keeping.keepMine()}>{w.keepMine}</button>
          </>
        }
      >
        {w.standing.overtaken}
      </Banner>
    );
  }
  if (standing === "frozen") return <Banner kind="info">{held?.state === "draft" && !mayWrite ? w.readOnly : w.standing.frozen}</Banner>;
  if (standing === "waiting" || standing === "wrong") return <Banner kind="bad">{w.standing[standing]}</Banner>;
  return (
    <p class="small muted q-standing" role="status" data-standing={standing}>
      <Icon name={standing === "saved" ? "check-circle-fill" : "arrows-clockwise-regular"} size="s" />
      {w.standing[standing]}
    </p>
  );
}
