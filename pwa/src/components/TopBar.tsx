/** Back, where we are, and at most two more buttons. */
import type { ComponentChildren } from "preact";
import { useLocation } from "preact-iso";

import { cameFromHere } from "../history";
import { commonWords } from "../i18n/common";
import { Icon } from "./Icon";

/** `up`: where back leads when there is no earlier page of ours (the link came from a chat). */
export function TopBar({ title, up, children }: { title?: ComponentChildren; up: string; children?: ComponentChildren }) {
  return (
    <header class="topbar">
      <BackButton up={up} />
      <div class="topbar__title clip">{title}</div>
      {children}
    </header>
  );
}

export function BackButton({ up }: { up: string }) {
  const { route } = useLocation();
  const back = (event: MouseEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    if (cameFromHere()) history.back();
    else route(up, true);
  };
  return (
    <a class="iconbtn" href={up} aria-label={commonWords.value.back} onClick={back}>
      <Icon name="arrow-left" />
    </a>
  );
}
