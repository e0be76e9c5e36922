/** A screen that is fetched when it is first opened. The old screen stands until the new one is there; when it cannot be
 *  fetched, a newer version is looked for, and failing that the screen says what can be done. */
import type { AnyComponent } from "preact";
import { lazy } from "preact-iso";

import { NotKept } from "./components/NotKept";
import { spoken } from "./i18n";
import { heal } from "./update";

type Loaded = { default: AnyComponent };

export function screen(load: () => Promise<Loaded>): AnyComponent {
  return lazy(async (): Promise<Loaded> => {
    try {
      const loaded = await load();
      await spoken();
      return loaded;
    } catch {
      if (await heal()) await new Promise(() => {}); // the page reloads
      return { default: NotKept };
    }
  });
}
