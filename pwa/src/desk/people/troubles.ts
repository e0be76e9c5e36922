/** What the server found wrong, by field; without fields, in one sentence. */
import { Refused } from "../../data/api";

export type Troubles = ReadonlyMap<string, string>;
export const ALL = "all";

export function troublesOf(error: unknown, otherwise: string): Troubles {
  if (!(error instanceof Refused)) return new Map([[ALL, otherwise]]);
  const fields = error.problem.errors ?? [];
  return new Map(fields.length ? fields.map(({ field, message }) => [field, message]) : [[ALL, error.message]]);
}
