// A visitor's processor has no SIMD (x86 before SSE4.1): another program comes, which finds the same.
import config from "../playwright.config";
import { expect, test } from "../support/story";

const { args = [], ...options } = config.use?.launchOptions ?? {};
test.use({ launchOptions: { ...options, args: [...args, "--js-flags=--no-enable-sse4-1"] } });

test("words are found by a processor without SIMD", async ({ page, news }) => {
  const programs: string[] = [];
  page.on("request", (request) => programs.push(...(request.url().match(/[^/]+\.bin$/) ?? [])));
  await news.open();
  await expect(news.count).toHaveText("10 items");
  // That of the page's `preload` may come besides: the page is made before anyone knows who reads it.
  expect(programs).toContain("monthwise-plain.bin");
  for (const [words, count] of [
    ["prosec", "1 of 10 items"],
    ["TRADE unions", "1 of 10 items"],
    ['"labour forced"', "None of 10 items"],
  ] as const) {
    await news.search.fill(words);
    await expect(news.count).toHaveText(count);
  }
});
