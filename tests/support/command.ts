// Calls the command `monthwise` as an editor does, and publishes sites for stories.
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "./story";

/** The program. */
export const command = process.env.MONTHWISE_COMMAND ?? "";
/** The folder that the sites of stories are in, and where they are served. */
export const folder = process.env.MONTHWISE_SITES ?? "";
export const sites = process.env.MONTHWISE_SITES_URL ?? "";

/** The site that also stands at the root of its host. */
export const ROOT = "root";

/** The name of a site of this worker. */
export const own = (site: string) => `${site}-${test.info().parallelIndex}`;

/** An empty folder for the sources of a site. */
export function sources(site: string) {
  const source = join(folder, "sources", site);
  rmSync(source, { recursive: true, force: true });
  mkdirSync(source, { recursive: true });
  return source;
}

/** Publishes a feed as a site of this name, and gives its address. Each worker has sites of its own. */
export function publish(site: string, feed: string | Buffer, settings = "") {
  const name = site === ROOT ? ROOT : own(site);
  const source = sources(name);
  writeFileSync(join(source, "news.json"), feed);
  writeFileSync(join(source, "monthwise.toml"), settings);
  execFileSync(command, ["build", source, "--out", join(folder, name), "--force", "--skip-broken"]);
  return `${sites}${name}/`;
}
