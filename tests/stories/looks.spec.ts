// The list looks at home in a page of others: it takes the colours that suit the text around it.
import { expect, News, type Page, test } from "../support/story";

const hosts = process.env.MONTHWISE_HOSTS_URL ?? "";
const LINK = { light: "rgb(11, 93, 102)", dark: "rgb(127, 208, 217)" };

/** A page of others whose text has this colour, with the list in it. */
async function embed(page: Page, color: string, attributes: Record<string, string> = {}) {
  await page.goto(`${hosts}plain.html`);
  await page.evaluate(
    ({ color, attributes }) => {
      document.body.style.color = color;
      const element = document.createElement("monthwise-news");
      element.setAttribute("src", "../monthwise/news.json");
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      document.querySelector("main")?.append(element);
    },
    { color, attributes },
  );
  const news = new News(page);
  await expect(news.count).toHaveText("10 items");
  return { news, text: news.titles.last(), link: news.root.getByRole("button", { name: "Citations" }) };
}

for (const { color, theme } of [
  { color: "#222", theme: "light" },
  { color: "rgb(40 40 80 / 90%)", theme: "light" },
  { color: "oklch(0.4 0.1 20)", theme: "light" },
  { color: "#eee", theme: "dark" },
  { color: "color(display-p3 0.9 0.9 1)", theme: "dark" },
] as const) {
  test(`text of ${color} has the colours of a ${theme} page around it, whatever the page says of itself`, async ({ page }) => {
    for (const scheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      const { text, link } = await embed(page, color);
      await expect(link).toHaveCSS("color", LINK[theme]);
      expect(await text.evaluate((text) => getComputedStyle(text).color)).toBe(await page.evaluate(() => getComputedStyle(document.body).color));
    }
  });
}

test("a page that changes its theme takes the list along", async ({ page }) => {
  const { link } = await embed(page, "#222");
  await expect(link).toHaveCSS("color", LINK.light);
  await page.evaluate(() => (document.body.style.color = "#ddd"));
  await expect(link).toHaveCSS("color", LINK.dark);
  await page.evaluate(() => (document.body.style.color = ""));
  await expect(link).toHaveCSS("color", LINK.light);
});

test("a theme that the host names is kept, at once and whatever the text", async ({ page }) => {
  const { news, text, link } = await embed(page, "#222", { theme: "dark" });
  await expect(link).toHaveCSS("color", LINK.dark);
  await expect(text).toHaveCSS("color", "rgb(231, 233, 234)");
  await news.root.evaluate((element) => element.setAttribute("theme", "light"));
  await expect(link).toHaveCSS("color", LINK.light);
  await news.root.evaluate((element) => element.removeAttribute("theme"));
  await page.evaluate(() => (document.body.style.color = "#ddd"));
  await expect(link).toHaveCSS("color", LINK.dark);
});

test("font, size and colours are the host's to set", async ({ page }) => {
  const { news, text, link } = await embed(page, "#222");
  await news.root.evaluate((element) => {
    element.style.setProperty("--monthwise-text", "rgb(250, 250, 250)");
    element.style.fontFamily = "monospace";
  });
  await expect(text).toHaveCSS("color", "rgb(250, 250, 250)");
  await expect(news.count).toHaveCSS("font-family", "monospace");
  await expect(link).toHaveCSS("color", LINK.dark);
  await news.root.evaluate((element) => element.style.setProperty("--monthwise-accent", "rgb(200, 100, 0)"));
  await expect(link).toHaveCSS("color", "rgb(200, 100, 0)");
});
