// How the browser stories run. `cargo xtask test` serves the release build and says where.
import { defineConfig, devices } from "@playwright/test";

export default defineConfig({
  testDir: "stories",
  outputDir: "../target/stories",
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    ...devices["Desktop Chrome"],
    baseURL: process.env.MONTHWISE_URL,
    locale: "en-GB",
    // Far west of Greenwich: a date that passed through a time zone would be the day before.
    timezoneId: "Pacific/Honolulu",
    launchOptions: {
      executablePath: process.env.CHROMIUM,
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    },
    trace: "retain-on-failure",
  },
});
