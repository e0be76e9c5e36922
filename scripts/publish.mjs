// Copies a clean build into the served folder and keeps the hashed files of earlier builds for 30 days, so that a
// page opened before an update still finds its pieces.
import { cpSync, existsSync, readdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";

const [from = "dist", to = "server/static"] = process.argv.slice(2);
const KEPT_MS = 30 * 86_400_000;

if (!existsSync(join(from, "index.html"))) throw new Error(`no build in ${from}: run vite build first`);
cpSync(from, to, { recursive: true });

const now = new Date();
for (const file of readdirSync(join(from, "assets"))) utimesSync(join(to, "assets", file), now, now);
for (const file of readdirSync(join(to, "assets"))) {
  const path = join(to, "assets", file);
  if (now.getTime() - statSync(path).mtimeMs > KEPT_MS) rmSync(path);
}
