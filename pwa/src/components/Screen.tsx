/** The frame of a resident's screen: what stands above, the column, and at the thumb either the tabs or an action bar. */
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect } from "preact/hooks";

import { commonWords } from "../i18n/common";
import { type Tab, Tabs } from "./Tabs";

type ScreenProps = {
  title: string; // of the browser's tab and of the history
  top?: ComponentChildren; // usually a TopBar
  tab?: Tab; // the tabs are shown, this one chosen
  bar?: ComponentChildren; // buttons of the action bar; never together with tabs
  children: ComponentChildren;
};

export function Screen({ title, top, tab, bar, children }: ScreenProps) {
  const { appName } = commonWords.value;
  useLayoutEffect(() => document.getElementById("told")?.remove(), []); // what the server's page said until now
  useEffect(() => {
    document.title = `${title} · ${appName}`;
  }, [title, appName]);

  return (
    <div class={bar ? "app app--bar" : "app"}>
      {top}
      <main class="page">{children}</main>
      {bar ? (
        <footer class="actionbar">
          <div class="actionbar__in">{bar}</div>
        </footer>
      ) : (
        tab && <Tabs current={tab} />
      )}
    </div>
  );
}
