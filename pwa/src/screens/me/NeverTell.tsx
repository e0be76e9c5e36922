/** Codes are asked for by thieves, never by staff. */
import { Icon } from "../../components/Icon";
import { meWords } from "../../i18n/me";

export function NeverTell() {
  return (
    <div class="banner banner--offline" role="note">
      <Icon name="shield-warning" weight="fill" />
      <span>{meWords.value.neverTell}</span>
    </div>
  );
}
