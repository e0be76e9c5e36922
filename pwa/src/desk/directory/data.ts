/** What the desk reads and writes of the directory. Publishing names the version it began from; who was slower is told. */
import { send } from "../../data/api";
import type { Body, Checked, Held, Noun, Revision } from "./bodies";

const HEADERS = { "Content-Type": "application/json" };
const at = (noun: Noun, id: string, more = ""): string => new URL(`/api/desk/${noun}/${id}${more}`, location.origin).href;
const json = async <T>(response: Promise<Response>): Promise<T> => (await (await response).json()) as T;
const put = (body: unknown): RequestInit => ({ method: "PUT", headers: HEADERS, body: JSON.stringify(body) });

/** Throws Refused (404: there is none, or it is not in one's scope), Unreachable; as all below. */
export const readHeld = <B extends Body>(noun: Noun, id: string): Promise<Held<B>> => json(send(at(noun, id)));

export async function putDraft(noun: Noun, id: string, body: Body, base: number): Promise<void> {
  await send(at(noun, id, "/draft"), { ...put(body), headers: { ...HEADERS, "If-Match": `"${base}"` } });
}

export async function dropDraft(noun: Noun, id: string): Promise<void> {
  await send(at(noun, id, "/draft"), { method: "DELETE" });
}

/** Gives the new version. Refused with 412 when somebody published after `base`: the problem holds their version. */
export async function publish(noun: Noun, id: string, body: Body, base: number): Promise<number> {
  const init = { ...put(body), headers: { ...HEADERS, "If-Match": `"${base}"` } };
  return (await json<{ version: number }>(send(at(noun, id), init))).version;
}

export async function remove(noun: Noun, id: string, base: number): Promise<void> {
  await send(at(noun, id), { method: "DELETE", headers: { "If-Match": `"${base}"` } });
}

/** Publish an earlier version again; what was deleted comes back. */
export async function restore(noun: Noun, id: string, version: number): Promise<void> {
  await send(at(noun, id, `/revisions/${version}/restored`), { method: "PUT" });
}

export async function verify(noun: Noun, id: string, on: string): Promise<void> {
  await send(at(noun, id, "/verified"), put({ on }));
}

/** What would be refused, and what somebody should look at, without writing anything. */
export function check(noun: Noun, body: Body): Promise<Checked> {
  const url = new URL(`/api/desk/${noun}/check`, location.origin).href;
  return json(send(url, { method: "POST", headers: HEADERS, body: JSON.stringify(body) }));
}

export async function readRevisions(noun: Noun, id: string): Promise<Revision[]> {
  return (await json<{ items: Revision[] }>(send(at(noun, id, "/revisions")))).items;
}

export const readRevision = <B extends Body>(noun: Noun, id: string, version: number): Promise<B> => json(send(at(noun, id, `/revisions/${version}`)));
