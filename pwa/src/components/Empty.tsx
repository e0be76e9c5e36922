/** Nothing here yet: a drawing, what could be here, and the way to it. */
import type { ComponentChildren } from "preact";

import { HouseArt, LineArt, RowArt } from "./Art";

const ART = { house: HouseArt, line: LineArt, row: RowArt };

type EmptyProps = { art?: keyof typeof ART; title: string; children?: ComponentChildren; action?: ComponentChildren };

export function Empty({ art = "house", title, children, action }: EmptyProps) {
  const Drawing = ART[art];
  return (
    <div class="card empty">
      <Drawing />
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}
