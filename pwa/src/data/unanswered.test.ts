import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { countable, forgetSearches, note, tell } from "./unanswered";

const shelf = new Map<string, string>();
const storage = {
  getItem: (key: string) => shelf.get(key) ?? null,
  setItem: (key: string, text: string) => void shelf.set(key, text),
  removeItem: (key: string) => void shelf.delete(key),
};
const sent: { url: string; credentials: string; body: unknown }[] = [];
let answer: () => Response;

beforeEach(() => {
  sent.length = 0;
  shelf.clear();
  vi.stubGlobal("localStorage", storage);
  vi.stubGlobal("location", { origin: "http://127.0.0.1" });
  answer = () => new Response('{"counted":1}', { status: 201 });
  vi.stubGlobal("fetch", async (request: Request) => {
    sent.push({ url: new URL(request.url).pathname, credentials: request.credentials, body: await request.json() });
    return answer();
  });
});
afterEach(() => vi.unstubAllGlobals());

test.each([
  ["修 假牙！", "修 假牙"],
  ["ＡＢＣ修理", "abc 修理"],
  ["法".repeat(60), "法".repeat(40)],
  ["牙", ""],
  ["12345", ""],
  ["3 5", ""],
  ["13805710001", ""],
  ["打138-0571-0001找我", ""],
  ["330106198001011234", ""],
  ["me@example.com", ""],
  ["！？", ""],
  ["2 单元 302 室灯坏", "2 单元 302 室灯坏"],
])("%j is counted as %j, as on the server", (text, words) => expect(countable(text)).toBe(words));

test("what was searched in vain is told once, without who", async () => {
  note("修假牙");
  note("修假牙");

  await tell();
  await tell();

  expect(sent).toHaveLength(1);
  expect(sent[0]?.url).toMatch(/^\/api\/searches\/[0-9a-f-]{36}$/);
  expect(sent[0]?.credentials).toBe("omit");
  expect(sent[0]?.body).toEqual({ words: [{ text: "修假牙", count: 2 }] });
  expect(shelf.size).toBe(0);
});

test("without a network it waits; the same batch goes again, and what came since goes later", async () => {
  note("修假牙");
  answer = () => {
    throw new TypeError("no network");
  };
  await tell();
  note("猫砂");
  answer = () => new Response('{"counted":1}', { status: 200 });

  await tell();
  await tell();

  expect(sent.map(({ body }) => body)).toEqual([
    { words: [{ text: "修假牙", count: 1 }] },
    { words: [{ text: "修假牙", count: 1 }] },
    { words: [{ text: "猫砂", count: 1 }] },
  ]);
  expect(sent[0]?.url).toBe(sent[1]?.url);
});

test("a batch that the server refuses is not sent for ever", async () => {
  note("修假牙");
  answer = () => new Response("{}", { status: 422 });

  await tell();
  await tell();

  expect(sent).toHaveLength(1);
});

test("what somebody searched goes with the rest when they leave a shared phone", () => {
  note("修假牙");

  forgetSearches();

  expect(shelf.size).toBe(0);
});
