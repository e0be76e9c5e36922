/** A new version is ready; nothing changes until the resident asks for it. */
import { commonWords } from "../i18n/common";
import { updateReady } from "../update";
import { Icon } from "./Icon";

export function UpdatePrompt() {
  const w = commonWords.value;
  const update = updateReady.value;
  return (
    <div class="update" role="status">
      {update && (
        <div class="banner">
          <Icon name="arrows-clockwise" />
          <span class="grow">{w.updateReady}</span>
          <button type="button" class="textbtn" onClick={update}>{w.updateNow}</button>
        </div>
      )}
    </div>
  );
}
