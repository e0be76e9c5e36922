/** Bad ratings that wait for a manager's words. Each call throws Refused or Unreachable. */
import { signal } from "@preact/signals";

import { answer, api } from "../../data/api";
import type { components } from "../../data/api.gen";

type Schemas = components["schemas"];
export type Task = Schemas["TaskShown"];
export type Tasks = Schemas["Tasks"];
export type Show = "open" | "closed";

/** How many wait, for the rail. */
export const openTasks = signal(0);

export async function readTasks(show: Show, cursor: string | null): Promise<Tasks> {
  const page = await answer(api.GET("/api/desk/tasks", { params: { query: { show, ...(cursor && { cursor }) } } }));
  openTasks.value = page.counts.open;
  return page;
}

/** The same words again are the same answer: a lost one does no harm. */
export async function closeTask(id: string, note: string): Promise<void> {
  await answer(api.PUT("/api/desk/tasks/{task_id}", { params: { path: { task_id: id } }, body: { note } }));
  openTasks.value = Math.max(0, openTasks.peek() - 1);
}
