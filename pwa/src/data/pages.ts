/** Answers of the server that are worth reading without a network too: kept as last seen, with when. */
import { Unreachable } from "./api";
import { withShelf } from "./db";

export type Page = { path: string; data: unknown; at: number };
export type Seen<T> = { data: T; at: number; stored: boolean }; // at: ms; stored: from this phone, for no answer came

declare module "./db" {
  interface Rows {
    pages: Page;
  }
}

const MOST = 200; // pages kept: a desk that stands open for weeks reads thousands

/** What the server says now or, without a network, what it said last. Throws Unreachable when there is neither. */
export async function seen<T>(path: string, ask: () => Promise<T>): Promise<Seen<T>> {
  try {
    const page = { path, data: await ask(), at: Date.now() };
    await keepPage(page).catch(() => {}); // no room: then only now
    return { data: page.data, at: page.at, stored: false };
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    const page = await withShelf((db) => db.get("pages", path)).catch(() => undefined);
    if (!page) throw error;
    return { data: page.data as T, at: page.at, stored: true };
  }
}

/** Kept, and a quarter of all thrown away, the oldest first, when there are too many. */
async function keepPage(page: Page): Promise<void> {
  await withShelf(async (db) => {
    await db.put("pages", page);
    if ((await db.count("pages")) <= MOST) return;
    const oldest = (await db.getAll("pages")).sort((a, b) => a.at - b.at).slice(0, MOST / 4);
    await Promise.all(oldest.map(({ path }) => db.delete("pages", path)));
  });
}
