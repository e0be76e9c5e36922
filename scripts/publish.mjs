// Puts a clean build in the place of the served one. Pieces of earlier builds, which a page that was open before an
// update still asks for, are kept by the server in its home (server/http/pages.py).
import { cpSync, existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

const [from = "dist", to = "server/static"] = process.argv.slice(2);
const [fresh, old] = [`${to}.new`, `${to}.old`];

if (!existsSync(join(from, "index.html"))) throw new Error(`no build in ${from}: run vite build first`);
for (const left of [fresh, old]) rmSync(left, { recursive: true, force: true });
cpSync(from, fresh, { recursive: true });
if (existsSync(to)) renameSync(to, old);
renameSync(fresh, to);
rmSync(old, { recursive: true, force: true });
