/** One line at the top of a page about the page: offline, failed, or simply worth knowing. */
import type { ComponentChildren } from "preact";

import { Icon } from "./Icon";

const ICON = { offline: "wifi-slash-regular", bad: "warning-circle-fill", info: "info-fill" };

type BannerProps = { kind: keyof typeof ICON; lead?: string; action?: ComponentChildren; children: ComponentChildren };

/** `lead` is the first, bold sentence; `action` a textbtn. Announced when it appears. */
export function Banner({ kind, lead, action, children }: BannerProps) {
  return (
    <div class={kind === "info" ? "banner" : `banner banner--${kind}`} role={kind === "bad" ? "alert" : "status"}>
      <Icon name={ICON[kind]} />
      <span class="grow">
        {lead && <b>{lead}</b>}
        {children}
      </span>
      {action}
    </div>
  );
}
