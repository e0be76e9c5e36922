/** How long the call has lasted: 03:12. */
import { useEffect, useState } from "preact/hooks";

import { Icon } from "../../components/Icon";
import { intakeWords } from "../../i18n/intake";

export function Lasting({ since, running }: { since: number; running: boolean }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    setNow(Date.now());
    if (!running) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [since, running]);
  const seconds = Math.max(0, Math.floor((now - since) / 1000));
  const time = [seconds / 60, seconds % 60].map((part) => String(Math.floor(part)).padStart(2, "0")).join(":");
  return <span class="small num intake__lasts"><Icon name="phone-call" weight="fill" size="s" /> {intakeWords.value.lasts(time)}</span>;
}
