// The command as an editor uses it, up to the site in a browser.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { command, folder, own, sites, sources } from "../support/command";
import { expect, News, test } from "../support/story";

const call = (...words: string[]) => {
  const { status, stdout, stderr } = spawnSync(command, words, { encoding: "utf8" });
  return { status, said: stdout + stderr };
};

/** A feed of these items. */
const feed = (...items: object[]) => JSON.stringify({ version: "https://jsonfeed.org/version/1.1", title: "Our news", items }, null, 2);

test("a folder that `new` makes has nothing to mend, and is a site", async ({ page }) => {
  const dir = join(sources(own("new")), "our-news");
  execFileSync(command, ["new", dir, "--title", "Our news"]);
  expect(call("check", "--strict", join(dir, "news.json")).said).toContain("1 item, nothing to mend.");
  execFileSync(command, ["build", dir, "--out", join(folder, own("new"))]);
  await page.goto(`${sites}${own("new")}/`);
  const news = new News(page, ".root:has(:enabled.search__box)");
  await expect(news.count).toHaveText("1 item");
  await expect(page.getByRole("heading", { name: "Our news" }).last()).toBeVisible();
  expect(JSON.parse(readFileSync(join(folder, own("new"), "news.schema.json"), "utf8"))).toEqual(JSON.parse(readFileSync(join(dir, "news.schema.json"), "utf8")));
});

test("with an error in the feed the last good site stays, until the editor says to leave the item out", () => {
  const dir = sources(own("broken"));
  const index = join(dir, "site", "index.html");
  writeFileSync(join(dir, "news.json"), feed({ id: "a", title: "First" }));
  expect(call("build", dir).status).toBe(0);
  writeFileSync(join(dir, "news.json"), feed({ id: "a", title: "Second" }, { id: "b" }));
  const refused = call("build", dir);
  expect(refused.status).toBe(1);
  expect(refused.said).toContain("Nothing was written.");
  expect(readFileSync(index, "utf8")).toContain("First");
  const built = call("build", "--skip-broken", dir);
  expect(built.status).toBe(0);
  expect(built.said).toContain("1 item, 1 left out");
  expect(readFileSync(index, "utf8")).toContain("Second");
  writeFileSync(join(dir, "news.json"), "{");
  expect(call("build", "--skip-broken", dir).status).toBe(1);
  expect(readFileSync(index, "utf8")).toContain("Second");
  const json = JSON.parse(call("build", "--format", "json", dir).said);
  expect(json).toMatchObject({ errors: 1, findings: [{ code: "not-json", line: 1 }] });
});

test("what cannot be done at all is said in a sentence, with the exit code of a wrong use", () => {
  const dir = sources(own("wrong"));
  for (const [words, sentence] of [
    [["build", dir], /news\.json/],
    [["build", dir, "--adress", "x"], /--address/],
    [["check", join(dir, "nothing.json")], /nothing\.json/],
    [["import", join(dir, "nothing.xml")], /nothing\.xml/],
    [["preview", dir], /news\.json/],
    [["frobnicate"], /frobnicate/],
    [[], /Usage/],
  ] as const) {
    const { status, said } = call(...words);
    expect(status, words.join(" ")).toBe(2);
    expect(said, words.join(" ")).toMatch(sentence);
    expect(said).not.toMatch(/panicked|backtrace|\x1b/);
  }
  writeFileSync(join(dir, "news.json"), feed({ id: "a", title: "First" }));
  writeFileSync(join(dir, "monthwise.toml"), 'adress = "https://example.org/"\n');
  const settings = call("build", dir);
  expect(settings.status).toBe(1);
  expect(settings.said).toMatch(/monthwise\.toml:1:1[\s\S]*address/);
  expect(existsSync(join(dir, "site"))).toBe(false);
});

test("a preview shows what changes, and the last good site where the change has a mistake", async ({ page }) => {
  const dir = sources(own("preview"));
  const write = (text: string) => writeFileSync(join(dir, "news.json"), text);
  write(feed({ id: "a", title: "First" }));
  const preview = spawn(command, ["preview", dir, "--port", "0"]);
  let said = "";
  preview.stdout.on("data", (text) => (said += text));
  const ended = new Promise((resolve) => preview.on("exit", resolve));
  const address = async () => said.match(/http:\/\/\S+/)?.[0] ?? "";
  await expect.poll(address).toMatch(/\/preview-\d\/$/);
  const title = new News(page, ".root:has(:enabled.search__box)").titles.first();
  await page.goto(await address());
  await expect(title).toHaveText("First");

  write(feed({ id: "a", title: "Second" }));
  await expect.poll(() => said).toContain("Made anew");
  await page.reload();
  await expect(title).toHaveText("Second");

  write("{");
  await expect.poll(() => said).toContain("The last good site stays");
  await page.reload();
  await expect(title).toHaveText("Second");
  expect(existsSync(join(dir, "site"))).toBe(false);
  preview.kill("SIGINT");
  await ended;
});
