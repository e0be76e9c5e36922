/** Language, and light or dark: native lists, so that a phone shows its own. */
import { useSignal } from "@preact/signals";

import { Icon } from "../../components/Icon";
import { type Theme, theme } from "../../data/prefs";
import { type Lang, lang, speak } from "../../i18n";
import { meWords } from "../../i18n/me";

export function Looks() {
  const w = meWords.value;
  const failed = useSignal(false);

  async function change(next: Lang): Promise<void> {
    failed.value = await speak(next).then(() => false, () => true);
  }

  return (
    <>
      <label class="row">
        <Icon name="translate" />
        <span class="row__body">
          {w.language}
          {failed.value && <span class="row__sub" role="alert">{w.needsNetwork}</span>}
        </span>
        <select class="row__select" value={lang.value} onChange={(event) => void change(event.currentTarget.value as Lang)}>
          <option value="zh-CN" lang="zh-CN">{w.chinese}</option>
          <option value="en" lang="en">{w.english}</option>
        </select>
      </label>
      <label class="row">
        <Icon name="moon" />
        <span class="row__body">{w.night}</span>
        <select
          class="row__select"
          value={theme.value}
          onChange={(event) => {
            theme.value = event.currentTarget.value as Theme;
          }}
        >
          <option value="auto">{w.auto}</option>
          <option value="light">{w.light}</option>
          <option value="dark">{w.dark}</option>
        </select>
      </label>
    </>
  );
}
