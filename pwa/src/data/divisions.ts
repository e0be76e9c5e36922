/** The network of the city: find where one lives, by name, by walking down it, or by standing near it. */
import { answer, api } from "./api";
import { seen } from "./pages";
import type { Above, Place } from "./place";

/** A division as the server lists it. */
export type Division = Place & { services: number; children: number };
type Page = { items: Division[]; next_cursor: string | null };
type Near = { latitude: number; longitude: number };

/** Streets have up to 60 communities, a district up to 30 streets: a few pages at most. */
const MOST_PAGES = 8;

/** By name, pinyin or initials, best first. Throws Unreachable. */
export async function searchDivisions(q: string): Promise<Division[]> {
  return (await page({ q })).items;
}

/** What lies directly below. Kept on the phone, so that a list once seen opens without a network. */
export async function childrenOf(parent: string): Promise<Division[]> {
  return (await seen(`/api/divisions?parent=${parent}`, () => all({ parent }))).data;
}

/** Communities around the nearest published places; none while too few places are published to say. The server is told
 *  the position to about 100 metres. */
export async function nearby({ latitude, longitude }: Near): Promise<Division[]> {
  return (await page({ near: `${latitude.toFixed(3)},${longitude.toFixed(3)}` })).items;
}

/** Whether enough places are published for `nearby` to mean something: asked from the middle of nowhere, so that nobody's
 *  position is needed for the answer. */
export async function knowsEnoughPlaces(): Promise<boolean> {
  return (await nearby({ latitude: 0, longitude: 0 })).length > 0;
}

/** The division of a code. Throws Unreachable or Refused. */
export async function findDivision(code: string): Promise<Division> {
  return (await answer(api.GET("/api/divisions/{code}", { params: { path: { code } } }))) as Division;
}

/** Where the office of a division stands; null when nobody wrote it down. Throws Unreachable or Refused. */
export async function findCentre(code: string): Promise<{ latitude: number; longitude: number } | null> {
  const { centre } = await answer(api.GET("/api/divisions/{code}", { params: { path: { code } } }));
  if (!centre || centre.latitude === null || centre.longitude === null) return null;
  return { latitude: centre.latitude, longitude: centre.longitude };
}

/** Only what is worth keeping of a division that was chosen. */
export function asPlace({ code, level, name, name_en, path }: Place): Place {
  const plain = (above: Above): Above => ({ code: above.code, level: above.level, name: above.name, name_en: above.name_en });
  return { code, level, name, name_en, path: path.map(plain) };
}

async function page(query: Record<string, string>): Promise<Page> {
  return (await answer(api.GET("/api/divisions", { params: { query } }))) as Page; // `level` is one of four words
}

async function all(query: Record<string, string>): Promise<Division[]> {
  const found: Division[] = [];
  let cursor: string | null = null;
  for (let count = 0; count < MOST_PAGES; count += 1) {
    const next: Page = await page(cursor ? { ...query, cursor } : query);
    found.push(...next.items);
    cursor = next.next_cursor;
    if (!cursor) break;
  }
  return found;
}
