/** Third step: where, how to reach the resident, for whom; and below, all that will be sent. */
import { Icon } from "../../components/Icon";
import { draft } from "../../data/draft";
import { helpWords } from "../../i18n/help";
import type { Trouble } from "./check";
import { Contact } from "./Contact";
import { Review } from "./Review";
import { Where } from "./Where";

export function StepPlace({ trouble }: { trouble: Trouble }) {
  const w = helpWords.value;
  return (
    <>
      <Where trouble={trouble} />
      <Contact trouble={trouble} />
      <div class="card card--line small">
        <b>{w.nextTitle}</b>
        <p class="muted">{w.nextText}</p>
        {draft.value.noPhone && (
          <p class="help__note">
            <Icon name="camera" size="s" />
            {w.noPhoneHint}
          </p>
        )}
      </div>
      <Review />
    </>
  );
}
