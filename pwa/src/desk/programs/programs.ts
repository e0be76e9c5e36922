/** Keys of other software, and systems that are told. All of them throw Refused and Unreachable. */
import { answer, api } from "../../data/api";
import type { components } from "../../data/api.gen";

export type Key = components["schemas"]["KeyShown"];
export type Hook = components["schemas"]["HookShown"];
export type DeadLetters = components["schemas"]["DeadLetters"];
export type KeyWish = components["schemas"]["IssueKey"];
export type HookWish = components["schemas"]["SetHook"];

export const EVENTS = ["submitted", "changed", "message"] as const;

export async function listKeys(): Promise<Key[]> {
  return (await answer(api.GET("/api/desk/keys"))).items;
}

export async function listHooks(): Promise<Hook[]> {
  return (await answer(api.GET("/api/desk/webhooks"))).items;
}

/** The key itself. The same id again, at once, gives the same key: an answer that was lost loses nothing. */
export async function issueKey(id: string, wish: KeyWish): Promise<string> {
  return (await answer(api.PUT("/api/desk/keys/{key_id}", { params: { path: { key_id: id } }, body: wish }))).key;
}

/** The secret, likewise. */
export async function setHook(id: string, wish: HookWish): Promise<string> {
  return (await answer(api.PUT("/api/desk/webhooks/{hook_id}", { params: { path: { hook_id: id } }, body: wish }))).secret;
}

export async function endKey(id: string): Promise<void> {
  await answer(api.PUT("/api/desk/keys/{key_id}/ended", { params: { path: { key_id: id } } }));
}

export async function endHook(id: string): Promise<void> {
  await answer(api.PUT("/api/desk/webhooks/{hook_id}/ended", { params: { path: { hook_id: id } } }));
}

export async function listDead(id: string, cursor = ""): Promise<DeadLetters> {
  return answer(api.GET("/api/desk/webhooks/{hook_id}/dead", { params: { path: { hook_id: id }, query: { cursor } } }));
}

export async function retryAll(id: string): Promise<void> {
  await answer(api.PUT("/api/desk/webhooks/{hook_id}/dead/retried", { params: { path: { hook_id: id } } }));
}

export async function retryOne(id: string, step: string): Promise<void> {
  await answer(api.PUT("/api/desk/webhooks/{hook_id}/dead/{step_id}/retried", { params: { path: { hook_id: id, step_id: step } } }));
}
