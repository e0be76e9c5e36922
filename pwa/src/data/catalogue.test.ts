/// <reference types="node" />
/** Keeping a community's catalogue: shown at once, renewed by what changed, whole without a network. */
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Fragment, Translation } from "./fragments";

const HERE = "330106005055";
const fragments: [Fragment, Translation][] = JSON.parse(readFileSync("tests/fixtures/search/catalogue.json", "utf8"));
const [, , , [ours]] = fragments as [[Fragment, Translation], [Fragment, Translation], [Fragment, Translation], [Fragment, Translation]];

/** A server with the fragments of the fixture; `asked` are the paths in their order. */
class Server {
  asked: string[] = [];
  version = "v1"; // of the community's fragment
  reachable = true;
  replacedMeanwhile = false;

  readonly fetch = async (request: Request): Promise<Response> => {
    const path = new URL(request.url).pathname;
    this.asked.push(path);
    if (!this.reachable) throw new TypeError("no network");
    const [, , , code = "", version, language] = path.split("/");
    if (!version) return this.versions(code, request.headers.get("if-none-match"));
    if (code === HERE && version !== this.version) return Response.json({ title: "gone", status: 404 }, { status: 404 });
    const parts = fragments.find(([fragment]) => fragment.code === code);
    return Response.json(language ? parts?.[1] : parts?.[0]);
  };

  private versions(code: string, etag: string | null): Response {
    if (etag === this.version) return new Response(null, { status: 304, headers: { etag } });
    const list = fragments.map(([{ code: each, level }]) => ({ code: each, level, version: each === HERE ? this.version : "v1" }));
    const answer = Response.json({ code, fragments: list }, { headers: { etag: this.version } });
    if (this.replacedMeanwhile) [this.replacedMeanwhile, this.version] = [false, "v2"];
    return answer;
  }
}

let server: Server;
let now = 1_000_000_000_000;

beforeEach(() => {
  vi.resetModules();
  server = new Server();
  vi.stubGlobal("location", { origin: "http://linli" });
  vi.stubGlobal("Request", class extends Request { constructor(input: string | Request, init?: RequestInit) { super(typeof input === "string" ? new URL(input, "http://linli") : input, init); } });
  vi.stubGlobal("fetch", server.fetch);
  vi.spyOn(Date, "now").mockImplementation(() => now);
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** The module as a phone opens it; this one has no storage, so only what is in memory is kept. */
const open = async () => ({ ...(await import("./catalogue")), ...(await import("./finding")) });

test("a community's four fragments are fetched and put together", async () => {
  const { catalogue, catalogueAge, entryOf, hear, keepCatalogue, search, suggestTerms } = await open();
  await keepCatalogue(HERE);
  expect(server.asked).toHaveLength(5);
  expect(catalogue.value?.code).toBe(HERE);
  expect(catalogue.value?.entries).toHaveLength(160);
  expect(catalogueAge.value).toBe(now);
  expect(suggestTerms("打官司")[0]).toBe("legal-aid");
  await hear();
  expect(suggestTerms("flyz")[0]).toBe("legal-aid"); // the table of sounds has come
  expect(entryOf(search("法律援助")[0]?.id ?? "")?.category).toBe("legal-aid");
});

test("without a network what was shown stays, with its age", async () => {
  const { catalogue, catalogueAge, keepCatalogue } = await open();
  await keepCatalogue(HERE);
  const [shown, then] = [catalogue.value, catalogueAge.value];
  server.reachable = false;
  now += 3 * 3_600_000;
  await keepCatalogue(HERE);
  expect(catalogue.value).toBe(shown);
  expect(catalogueAge.value).toBe(then);
});

test("a fragment that was replaced between two questions is asked for again", async () => {
  const { catalogue, keepCatalogue } = await open();
  server.replacedMeanwhile = true;
  await keepCatalogue(HERE);
  expect(catalogue.value?.entries).toHaveLength(160);
  expect(server.asked.filter((path) => path === `/api/catalogue/${HERE}`)).toHaveLength(2);
});

test("a community that does not exist shows nothing and breaks nothing", async () => {
  vi.stubGlobal("fetch", async () => Response.json({ title: "none", status: 404 }, { status: 404 }));
  const { catalogue, catalogueAge, keepCatalogue } = await open();
  await keepCatalogue("330106005999");
  expect(catalogue.value).toBeNull();
  expect(catalogueAge.value).toBeNull();
});

test("of two communities asked for quickly, the last one is shown", async () => {
  const { catalogue, keepCatalogue } = await open();
  await Promise.all([keepCatalogue("330106005999"), keepCatalogue(HERE)]);
  expect(catalogue.value?.code).toBe(HERE);
});

test("a reader of English gets English texts, and Chinese where nobody translated", async () => {
  const { lang } = await import("../i18n");
  lang.value = "en";
  const { catalogue, entryLang, entryText, keepCatalogue } = await open();
  await keepCatalogue(HERE);
  const entries = catalogue.value?.entries ?? [];
  const translated = entries.filter((entry) => entryLang(entry, "name") === "en");
  expect(server.asked.filter((path) => path.endsWith("/en"))).toHaveLength(4);
  expect(translated.length).toBeGreaterThan(20);
  expect(translated.every((entry) => /[A-Z]/.test(entryText(entry, "name")))).toBe(true);
  expect(entries.some((entry) => entryLang(entry, "name") === "zh-CN" && entryText(entry, "name") !== "")).toBe(true);
});

test("a service has all that its page shows", async () => {
  const { catalogue, keepCatalogue } = await open();
  await keepCatalogue(HERE);
  const [entry] = catalogue.value?.entries.filter((each) => each.division === HERE && each.spots.length > 0) ?? [];
  expect(entry).toMatchObject({ division: ours.code, level: "community", languages: ["zh"] });
  expect(entry?.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(entry?.spots[0]?.address).toMatch(/号$/);
  expect(entry?.provider.name).not.toBe("");
  expect(entry?.texts.description).not.toBe("");
});
