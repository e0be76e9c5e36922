/** Name of the app, and the two switches that somebody may need before anything else: large text and language. */
import type { ComponentChildren } from "preact";

import { Icon } from "../../../components/Icon";
import { say } from "../../../components/Toast";
import { switchTextSize, textSize } from "../../../data/prefs";
import { lang, speak } from "../../../i18n";
import { commonWords } from "../../../i18n/common";

export function Masthead({ back }: { back: ComponentChildren }) {
  const w = commonWords.value;
  const changeLanguage = (): void => {
    speak(lang.value === "en" ? "zh-CN" : "en").catch(() => say(w.noNetwork));
  };
  return (
    <header class="between masthead">
      {back ?? (
        <span class="word">
          <img src="/icons/icon.svg" alt="" width="36" height="36" />
          {w.appName}
        </span>
      )}
      <span class="cluster">
        <button type="button" class="textbtn" onClick={switchTextSize}>
          <Icon name="text-aa" />
          {textSize.value === "std" ? w.largeText : w.standardText}
        </button>
        <button type="button" class="textbtn" lang={lang.value === "en" ? "zh-CN" : "en"} onClick={changeLanguage}>
          {w.otherLanguage}
        </button>
      </span>
    </header>
  );
}
