/** The yearly surveys: which there are, what one asks, and the numbers that were published. */
import { answer, api } from "./api";
import type { components } from "./api.gen";
import { type Seen, seen } from "./pages";

export type WaveCard = components["schemas"]["WaveCard"];
export type Wave = components["schemas"]["WaveDetail"];
export type Satisfaction = components["schemas"]["Satisfaction"];
export type Item = Satisfaction["items"][number];

/** Every wave that is open or published, the newest first. Throws Unreachable. */
export function readWaves(): Promise<Seen<WaveCard[]>> {
  return seen("/api/waves", async () => (await answer(api.GET("/api/waves"))).items);
}

/** One wave with its questionnaire. Throws Unreachable. */
export function readWave(id: string): Promise<Seen<Wave>> {
  return seen(`/api/waves/${id}`, () => answer(api.GET("/api/waves/{wave_id}", { params: { path: { wave_id: id } } })));
}

/** The number of a division and of those above it, for a year or the last published one. Throws Unreachable. */
export function readSatisfaction(division: string, year?: number): Promise<Seen<Satisfaction>> {
  const query = year ? { division, year } : { division };
  const path = `/api/satisfaction?${new URLSearchParams({ division, year: String(year ?? "") })}`;
  return seen(path, () => answer(api.GET("/api/satisfaction", { params: { query } })));
}

/** Fetch what answering and reading take, so that both work where there is no network. Never throws: it is a service. */
export async function keepSurveys(division: string | undefined): Promise<void> {
  const waves = await readWaves().catch(() => null);
  const open = waves?.data.find((wave) => wave.state === "open");
  await Promise.allSettled([open && readWave(open.id), division && readSatisfaction(division)]);
}
