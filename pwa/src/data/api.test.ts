import { afterEach, expect, test, vi } from "vitest";

import { Refused, renewal, send, Unreachable } from "./api";
import { offline } from "./network";

const URL = "http://127.0.0.1/api/me";
const problem = { type: "about:blank", title: "不行", status: 422, errors: [{ field: "phone", message: "号码不完整" }] };

function answers(...responses: (Response | Error)[]): Request[] {
  const asked: Request[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    asked.push(request);
    const next = responses.shift();
    if (next instanceof Response) return next;
    throw next ?? new TypeError("no more answers");
  });
  return asked;
}

const json = (status: number, body: unknown, headers = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/problem+json", ...headers } });

afterEach(() => {
  vi.unstubAllGlobals();
  renewal.renew = null;
});

test("no answer is Unreachable, and the app says that it is offline until one comes", async () => {
  answers(new TypeError("failed to fetch"), json(200, {}));

  await expect(send(URL)).rejects.toBeInstanceOf(Unreachable);
  expect(offline.value).toBe(true);
  await send(URL);
  expect(offline.value).toBe(false);
});

test("a refusal says which field is wrong, in the server's words", async () => {
  answers(json(422, problem));

  const refused = await send(URL).catch((error: unknown) => error);

  expect(refused).toBeInstanceOf(Refused);
  expect((refused as Refused).about("phone")).toBe("号码不完整");
  expect((refused as Refused).about("name")).toBeUndefined();
});

test("an answer that is no problem document is still a refusal with its status", async () => {
  answers(new Response("<h1>Bad gateway</h1>", { status: 502, headers: { "content-type": "text/html", "retry-after": "7" } }));

  const refused = (await send(URL).catch((error: unknown) => error)) as Refused;

  expect([refused.status, refused.retryAfter]).toEqual([502, 7]);
});

test("a session that ended is renewed once, and the same bytes are sent again", async () => {
  const asked = answers(json(401, problem), json(200, { ok: true }));
  renewal.renew = async () => true;

  await send(URL, { method: "PUT", body: "字字不差" });

  expect(await Promise.all(asked.slice(1).map((request) => request.text()))).toEqual(["字字不差"]);
});

test("what cannot be renewed is refused, without asking for ever", async () => {
  const asked = answers(json(401, problem));
  renewal.renew = async () => false;

  await expect(send(URL)).rejects.toMatchObject({ status: 401 });
  expect(asked).toHaveLength(1);
});

test("every call says which app asks, and in which language", async () => {
  const asked = answers(json(200, {}));

  await send(URL);

  expect(asked[0]?.headers.get("linli-client")).toMatch(/^web\//);
  expect(asked[0]?.headers.get("accept-language")).toMatch(/^zh-CN/);
});
