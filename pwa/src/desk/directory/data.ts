/** What the desk reads and writes of the directory. Publishing names the version it began from; who was slower is told. */
import { send } from "../../data/api";
import type { Body, Checked, Held, Noun, Revision } from "./bodies";

const HEADERS = { "Content-Type": "application/json" };
const at = (noun: Noun, id: string, more = ""): string => new URL(`/api/desk/${noun}/${id}${more}`, location.origin).href;
const json = async <T>(response: Promise<Response>): Promise<T> => (await (await response).json()) as T;
const put = (body: unknown): RequestInit => ({ method: "PUT", headers: HEADERS, body: JSON.stringify(body) });

/** Throws Refused (404: there is none, or it is not in one's scope), Unreachable; as all below. */
export const readHeld = <B extends Body>(noun: Noun, id: string): Promise<Held<B>> => json(send(at(noun, id)));

/** `over`: the version of another's draft that one has looked at and takes over. Refused with 412 when there is another's. */
export async function putDraft(noun: Noun, id: string, body: Body, base: number, over: number | null): Promise<void> {
  await send(at(noun, id, `/draft${overOf(over)}`), { ...put(body), headers: { ...HEADERS, "If-Match": `"${base}"` } });
}

export async function dropDraft(noun: Noun, id: string, over: number | null): Promise<void> {
  await send(at(noun, id, `/draft${overOf(over)}`), { method: "DELETE" });
}

const overOf = (over: number | null): string => (over === null ? "" : `?over=${over}`);

/** Gives the new version. Refused with 412 when somebody published after `base`: the problem holds their version. */
export async function publish(noun: Noun, id: string, body: Body, base: number): Promise<number> {
  const init = { ...put(body), headers: { ...HEADERS, "If-Match": `"${base}"` } };
  return (await json<{ version: number }>(send(at(noun, id), init))).version;
}

export async function remove(noun: Noun, id: string, base: number): Promise<void> {
  await send(at(noun, id), { method: "DELETE", headers: { "If-Match": `"${base}"` } });
}

/** Publish an earlier version again, in place of `base`; what was deleted comes back. */
export async function restore(noun: Noun, id: string, version: number, base: number): Promise<void> {
  await send(at(noun, id, `/revisions/${version}/restored`), { method: "PUT", headers: { "If-Match": `"${base}"` } });
}

export async function verify(noun: Noun, id: string, on: string): Promise<void> {
  await send(at(noun, id, "/verified"), put({ on }));
}

/** What would be refused, and what somebody should look at, without writing anything. */
export function check(noun: Noun, id: string, body: Body): Promise<Checked> {
  const url = new URL(`/api/desk/${noun}/check?id=${id}`, location.origin).href;
  return json(send(url, { method: "POST", headers: HEADERS, body: JSON.stringify(body) }));
}

/** The last changes first. */
export function readRevisions(noun: Noun, id: string, cursor: string | null): Promise<{ items: Revision[]; next_cursor: string | null }> {
  return json(send(at(noun, id, cursor ? `/revisions?cursor=${cursor}` : "/revisions")));
}

export const readRevision = <B extends Body>(noun: Noun, id: string, version: number): Promise<B> => json(send(at(noun, id, `/revisions/${version}`)));
