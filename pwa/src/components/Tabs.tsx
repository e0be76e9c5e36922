/** The four tabs at the thumb. A count says "this needs you"; a dot says "something is new". */
import { signal } from "@preact/signals";

import { commonWords } from "../i18n/common";
import { Icon } from "./Icon";

export type Tab = "services" | "help" | "survey" | "me";

const TABS: { tab: Tab; href: string; icon: string; chosen: string }[] = [
  { tab: "services", href: "/", icon: "storefront-regular", chosen: "storefront-fill" },
  { tab: "help", href: "/help", icon: "lifebuoy-regular", chosen: "lifebuoy-fill" },
  { tab: "survey", href: "/survey", icon: "clipboard-text-regular", chosen: "clipboard-text-fill" },
  { tab: "me", href: "/me", icon: "user-regular", chosen: "user-fill" },
];

/** How many things wait for the resident, by tab; set by the modules that know. */
export const needsYou = signal<Partial<Record<Tab, number>>>({});

/** Where something happened that nobody has looked at yet. */
export const hasNews = signal<Partial<Record<Tab, boolean>>>({});

export function Tabs({ current }: { current: Tab }) {
  const w = commonWords.value;
  return (
    <nav class="tabs" aria-label={w.tabsLabel}>
      <ul>
        {TABS.map(({ tab, href, icon, chosen }) => {
          const count = needsYou.value[tab] ?? 0;
          return (
            <li key={tab}>
              <a href={href} aria-current={tab === current ? "page" : undefined}>
                <Icon name={tab === current ? chosen : icon} />
                {w.tabs[tab]}
                {count > 0 && (
                  <>
                    <span class="count" aria-hidden="true">{count}</span>
                    <span class="vh">{w.needsYou(count)}</span>
                  </>
                )}
                {count === 0 && hasNews.value[tab] && (
                  <>
                    <span class="count count--dot" aria-hidden="true" />
                    <span class="vh">{w.hasNews}</span>
                  </>
                )}
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
