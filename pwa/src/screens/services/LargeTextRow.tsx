/** Whoever searches for 长辈版, 关怀版 or 大字 finds the switch itself. */
import { Icon } from "../../components/Icon";
import { switchTextSize, textSize } from "../../data/prefs";
import { servicesWords } from "../../i18n/services";

export function LargeTextRow() {
  const w = servicesWords.value;
  return (
    <>
      <label class="card row">
        <Icon name="text-aa" weight="duotone" size="l" />
        <span class="row__body">
          <span class="row__title">{w.largeTextRow}</span>
          <span class="row__sub">{w.largeTextHint}</span>
        </span>
        <input
          type="checkbox"
          class="switch"
          role="switch"
          aria-label={w.largeTextSwitch}
          checked={textSize.value !== "std"}
          onChange={switchTextSize}
        />
      </label>
      <p class="small muted">{w.largeTextNote}</p>
    </>
  );
}
