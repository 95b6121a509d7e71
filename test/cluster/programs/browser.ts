import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type Page, chromium } from "playwright-core";

/* Uses the site with a real browser, where the cluster is, and writes what that saw. */

/** What is asked. */
export interface BrowserInput {
  readonly origin: string;
  /** Where the origin's host is, which no name server knows. */
  readonly address: string;
  /** SHA-256 of the public key that the site must have, in base64: no other is let pass without an authority. */
  readonly key: string;
}

/** What a visitor and the console saw. */
export interface BrowserReport {
  readonly title: string;
  readonly problem: string;
  readonly tasks: readonly string[];
  /** Of any level. */
  readonly console: readonly string[];
  /** Requests that got no answer, or an error. */
  readonly failed: readonly string[];
}

const { origin, address, key } = JSON.parse(await text(process.stdin)) as BrowserInput;
const home = mkdtempSync(join(tmpdir(), "taskflow-browser-"));
const context = await chromium.launchPersistentContext(home, {
  executablePath: "/usr/bin/chromium",
  // Only root may enter a sandbox, and root is whom the browser's own does not know.
  chromiumSandbox: false,
  args: [
    `--host-resolver-rules=MAP ${new URL(origin).hostname} ${address}`,
    `--ignore-certificate-errors-spki-list=${key}`,
  ],
});
try {
  process.stdout.write(JSON.stringify(await visit(await context.newPage())));
} finally {
  await context.close();
  rmSync(home, { recursive: true });
}

async function visit(page: Page): Promise<BrowserReport> {
  const console: string[] = [];
  const failed: string[] = [];
  page.on("console", (message) => console.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => console.push(`uncaught: ${error.message}`));
  page.on("requestfailed", (request) => {
    failed.push(`${request.url()}: ${request.failure()?.errorText ?? ""}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) failed.push(`${response.url()}: ${response.status()}`);
  });
  await page.goto(`${origin}/`);
  await page.getByLabel("E-mail").fill(`browser-${crypto.randomUUID()}@taskflow.invalid`);
  await page.getByLabel("Password").fill(crypto.randomUUID());
  await page.getByRole("button", { name: "Register" }).click();
  await page.getByText("0 tasks").waitFor();
  await page.getByLabel("Task").fill("Look at <b>this</b>");
  await page.getByRole("button", { name: "Add" }).click();
  await page.getByText("1 tasks").waitFor();
  return {
    title: await page.title(),
    problem: await page.getByRole("alert").innerText(),
    tasks: await page.getByRole("listitem").allInnerTexts(),
    console,
    failed,
  };
}
