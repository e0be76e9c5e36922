/** What the pages of one survey share: its name, where it stands, the way to the others. */
import type { ComponentChildren } from "preact";

import { Banner } from "../../components/Banner";
import { SkeletonRows } from "../../components/Skeleton";
import { wavesWords } from "../../i18n/waves";
import { Frame } from "../Frame";
import type { Wave } from "./data";
import { StateBadge } from "./StateBadge";
import { Tabs } from "./Tabs";
import type { Reading } from "./useWave";
import "../../screens/help/form.css";

type PageProps = { id: string; reading: Reading; title?: string; children: (wave: Wave) => ComponentChildren };

export function Page({ id, reading, title, children }: PageProps) {
  const w = wavesWords.value;
  const wave = reading.wave.value;
  return (
    <Frame title={wave?.title ?? w.title} at="surveys">
      <div class="desk__head">
        <h1>{title ?? wave?.title ?? w.title}</h1>
        {title && wave && <span class="muted">{wave.title}</span>}
        {wave && <StateBadge state={wave.state} />}
      </div>
      <Tabs wave={id} />
      {reading.trouble.value && <Banner kind="bad" action={<button type="button" class="textbtn" onClick={() => void reading.load()}>{w.retry}</button>}>{w.failed}</Banner>}
      {!wave && !reading.trouble.value && <SkeletonRows rows={4} />}
      {wave && children(wave)}
    </Frame>
  );
}
