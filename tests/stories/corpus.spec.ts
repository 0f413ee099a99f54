// Every odd JSON there is goes through the page: no trap, no error nobody caught, always an answer.
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "../support/story";

const files = readdirSync(fileURLToPath(new URL("../fixtures/json-test-suite", import.meta.url))).filter((name) => name.endsWith(".json"));

test("each file of the JSON test suite gets its answer", async ({ page, news }) => {
  test.setTimeout(180_000);
  expect(files.length).toBe(318);
  await news.open();
  await expect(news.count).toHaveText("10 items");
  const answers = await page.evaluate(async (names) => {
    const answers: [string, string][] = [];
    for (const name of names) {
      const element = document.createElement("monthwise-news");
      element.setAttribute("eager", "");
      element.setAttribute("src", `../fixtures/json-test-suite/${encodeURIComponent(name)}`);
      const answer = new Promise<string>((resolve) => {
        element.addEventListener("monthwise:ready", () => resolve("ready"));
        element.addEventListener("monthwise:error", (event) => resolve((event as CustomEvent).detail.text));
      });
      document.body.append(element);
      answers.push([name, await answer]);
      element.remove();
    }
    return answers;
  }, files);
  for (const [name, answer] of answers) {
    const refused = / is (not valid JSON: line \d+, character \d+|a web page|an empty file|stored as UTF-16)/.test(answer);
    if (name.startsWith("y_")) expect.soft(answer, name).toContain("is JSON, but not a JSON Feed");
    if (name.startsWith("n_")) expect.soft(refused, `${name}: ${answer}`).toBe(true);
  }
  // The first list is still at work.
  await news.root.first().locator("input[value=GE]").check();
  await expect(news.root.first().getByRole("status")).toHaveText("2 of 10 items");
});
