/** The server, typed by its own OpenAPI document. A call gives the answer's data, or throws: `Unreachable` when no
 *  answer came, `Refused` when the answer was no. */
import createClient from "openapi-fetch";

import { lang } from "../i18n";
import type { paths } from "./api.gen";
import { answered, unanswered } from "./network";

const PATIENCE_MS = 30_000;
export const CLIENT = `web/${typeof __VERSION__ === "string" ? __VERSION__ : "test"}`;

/** RFC 9457, as every refusal of the server comes. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail?: string;
  errors?: { field: string; message: string }[];
};

/** No answer: no network, a cut line, or the server did not answer in time. What was sent may have arrived. */
export class Unreachable extends Error {}

/** The server said no, and why. */
export class Refused extends Error {
  constructor(readonly status: number, readonly problem: Problem, readonly retryAfter: number | null = null) {
    super(problem.detail ?? problem.title);
  }

  /** What is wrong with one field of the form, if it is that. */
  about(field: string): string | undefined {
    return this.problem.errors?.find((error) => error.field === field)?.message;
  }
}

/** How a session is renewed after a 401; set by data/session.ts. Gives whether it is worth asking again. */
export const renewal: { renew: (() => Promise<boolean>) | null } = { renew: null };

/** What the desk does when a step asks for the second factor once more; gives whether it was shown. */
export const steppingUp: { ask: (() => Promise<boolean>) | null } = { ask: null };

/** `fetch` with our headers, patience and errors. For bodies that the OpenAPI document does not describe: photos.
 *  Throws Unreachable or Refused. */
export async function send(input: string | Request, init: RequestInit & { patience?: number } = {}): Promise<Response> {
  const request = new Request(input, init);
  request.headers.set("Accept-Language", lang.peek() === "en" ? "en" : "zh-CN,en;q=0.5");
  request.headers.set("Linli-Client", CLIENT);
  const go = (): Promise<Response> => once(request.clone(), init.patience);
  let response = await go();
  if (response.status === 401 && !isSession(request) && (await renewal.renew?.())) response = await go();
  if (response.status === 403 && (await asksAgain(response)) && (await steppingUp.ask?.())) response = await go();
  if (!response.ok && response.status !== 304) throw await refusal(response);
  return response;
}

export const api = createClient<paths>({ baseUrl: globalThis.location?.origin ?? "", fetch: (request) => send(request) });

/** The data of a call: `const home = await answer(api.GET("/api/city"))`. */
export async function answer<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T;
}

const asksAgain = async (response: Response): Promise<boolean> => (await response.clone().text()).includes("/problems/step-up-needed");

const isSession = (request: Request): boolean => new URL(request.url).pathname.startsWith("/api/session");

async function once(request: Request, patience = PATIENCE_MS): Promise<Response> {
  const watch = new AbortController();
  const timer = setTimeout(() => watch.abort(), patience);
  try {
    const response = await fetch(request, { signal: watch.signal });
    answered();
    return response;
  } catch (error) {
    unanswered();
    throw new Unreachable(String(error));
  } finally {
    clearTimeout(timer);
  }
}

async function refusal(response: Response): Promise<Refused> {
  const unknown: Problem = { type: "about:blank", title: response.statusText, status: response.status };
  const isProblem = response.headers.get("content-type")?.includes("json") ?? false;
  const problem = isProblem ? await response.json().catch(() => unknown) : unknown;
  const after = Number(response.headers.get("retry-after"));
  return new Refused(response.status, { ...unknown, ...problem }, after > 0 ? after : null);
}
