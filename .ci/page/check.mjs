// The page as a reader meets it, in a real browser without a window.
// In: the address of a server over corpus/, the program and its folder, a folder for pictures.
// Out: one line a check; exit code 1 where one failed. Nothing may leave the host.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [address, program, folder, pictures] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
mkdirSync(pictures, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
});
const complaints = [];
let failed = 0;

const wish = (told, holds, detail = "") => {
  console.log(`${holds ? "ok    " : "FAILED"} ${told} ${holds ? "" : detail}`);
  failed += holds ? 0 : 1;
};

const open = async (options = {}) => {
  // axe is put into the page by the driver, past the policy; a second context below keeps the policy.
  const context = await browser.newContext({ locale: "vi-VN", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15000);
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`console: ${message.text()} at ${page.url()}`);
  });
  page.on("pageerror", (error) => complaints.push(`error: ${error}`));
  page.on("request", (request) => {
    if (new URL(request.url()).host !== new URL(address).host) complaints.push(`left the host: ${request.url()}`);
  });
  return page;
};

const go = (page, path) => page.goto(new URL(path, address).href);
const picture = (page, name) => page.screenshot({ path: `${pictures}/${name}.png` });
const ask = async (page, question) => {
  await page.fill("#q", question);
  await page.press("#q", "Enter");
  await page.waitForURL((url) => url.searchParams.get("q") === question);
};

const flows = async () => {
  const page = await open();
  await go(page, "/");
  await picture(page, "first");
  await ask(page, "12-NQ/TU");
  const number = await page.locator("article h2").first().textContent();
  wish("a number leads to its paper", number.includes("12-NQ/TU"), number);

  await ask(page, "tham nhung");
  const marks = await page.locator("article mark").allTextContents();
  wish("a question without marks finds words with marks", marks.some((mark) => /nhũng/.test(mark)), marks);
  await picture(page, "results");
  const fix = page.locator("article .fix").first();
  await fix.focus();
  wish("a repaired word tells on focus what stood there", await fix.locator(".why q").isVisible());

  await page.locator("article h2 a").first().click();
  await page.waitForURL(/papers/);
  await page.waitForLoadState("load");
  const place = await page.evaluate(() => {
    const id = decodeURIComponent(location.hash.slice(1));
    const box = document.getElementById(id)?.getBoundingClientRect();
    return { id, seen: box && box.top >= 0 && box.bottom <= innerHeight, focused: document.activeElement?.id };
  });
  wish("a hit opens at its place: in view, in focus, in the address",
    place.id && place.seen && place.focused === place.id, JSON.stringify(place));
  await picture(page, "paper");
  await page.keyboard.press("n");
  wish("n goes to a hit", (await page.evaluate(() => location.hash)).startsWith("#hit-"));

  const shown = await page.locator(".fix").count();
  await page.getByRole("link", { name: /Ẩn chỗ đã sửa/ }).click();
  const hidden = await page.locator(".fix").count();
  wish("edits are hidden on wish, and the address says so",
    shown > 0 && hidden === 0 && page.url().includes("edits=0"), `${shown} ${hidden}`);

  await go(page, "/?q=kiem+tra");
  const before = parseInt(await page.locator("h1").textContent());
  await page.locator(".facets a").first().click();
  const after = parseInt(await page.locator("h1").textContent());
  wish("a facet narrows the list, in the address", after > 0 && after < before
    && new URL(page.url()).searchParams.get("q").includes(":"), `${before} ${after}`);

  await go(page, "/?q=59-NQ/TW");
  await page.getByRole("button", { name: "Mọi lần nhắc đến" }).click();
  await page.waitForURL(/mentions/);
  await picture(page, "mentions");
  const table = await page.evaluate(async () =>
    (await fetch([...document.links].find((link) => link.textContent === "CSV").href)).text());
  const printed = execFileSync(program, ["mentions", "59-NQ/TW", "--csv"], { cwd: folder }).toString();
  wish("the table of mentions is that of the command line", table === printed && table.split("\n").length > 2);

  await page.getByRole("link", { name: "English" }).click();
  wish("the page speaks English on wish",
    (await page.getAttribute("html", "lang")) === "en" && page.url().includes("59-NQ"));
};

const keyboard = async () => {
  const page = await open();
  await go(page, "/");
  await page.keyboard.press("Tab");
  wish("the first stop of the keyboard skips to the content",
    (await page.evaluate(() => document.activeElement.className)) === "skip");
  await page.keyboard.press("/");
  await page.keyboard.type("12-NQ/TU");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=12/);
  for (let stop = 0; stop < 40; stop++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => !!document.activeElement.closest("article h2"))) break;
  }
  await page.keyboard.press("Enter");
  await page.waitForURL(/papers/);
  wish("the keyboard alone leads from the box to a paper", (await page.title()).includes("12-NQ/TU"));
};

const graph = async () => {
  const page = await open();
  await go(page, "/");
  await ask(page, "12-NQ/TU");
  await page.locator("article h2 a").first().click();
  await page.waitForURL(/papers/);
  await page.getByRole("link", { name: "Văn kiện liên quan" }).click();
  await page.waitForURL(/graph/);
  await picture(page, "graph");
  const boxes = await page.locator("svg a").count();
  const reached = new Set();
  for (let stop = 0; stop < 20 + boxes; stop++) {
    await page.keyboard.press("Tab");
    const box = await page.evaluate(() => document.activeElement.closest("svg a")?.getAttribute("href"));
    if (box) reached.add(box);
  }
  wish("the keyboard reaches every paper of the picture", boxes > 1 && reached.size > 1, `${reached.size} of ${boxes}`);
  await page.locator("svg a").nth(1).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => !url.pathname.endsWith("graph"));
  wish("a box of the picture leads to its paper", /papers|q=/.test(page.url()), page.url());

  await go(page, "/mentions?q=59-NQ/TW&format=html");
  await page.emulateMedia({ media: "print" });
  wish("printed are the mentions, not the box to ask in",
    !(await page.locator("header").isVisible()) && (await page.locator(".printed mark").first().isVisible()));
};

const suggestions = async () => {
  const page = await open();
  await go(page, "/");
  await page.locator("#q").pressSequentially("12-n");
  await page.waitForFunction(() => document.querySelectorAll("#suggestions option").length > 0);
  const first = await page.locator("#suggestions option").first().getAttribute("value");
  wish("numbers are suggested while one types", first.startsWith("12-NQ"), first);
};

const views = async () => {
  const page = await open();
  await go(page, "/?q=tham+nhung");
  const paper = await page.locator("article h2 a").first().getAttribute("href");
  const paths = ["/", "/?q=tham+nhung", "/?q=khongcochunay", "/?q=nam:2024", "/mentions?q=59-NQ/TW", paper,
    "/mentions?q=59-NQ/TW&format=html", "/report", `${paper.split(/[?#]/)[0]}/graph?steps=2`];
  for (const scheme of ["light", "dark"]) {
    for (const path of paths) {
      const page = await open({ colorScheme: scheme, bypassCSP: true });
      await go(page, path);
      await page.addScriptTag({ content: axe });
      const found = await page.evaluate(() => window.axe.run({ iframes: false }));
      const serious = found.violations.filter((one) => ["serious", "critical"].includes(one.impact));
      const told = serious.map((one) => `${one.id}: ${one.nodes.slice(0, 2).map((node) => node.html).join(" ")}`);
      wish(`axe finds nothing serious on ${path} (${scheme})`, serious.length === 0, told.join("\n"));
      if (scheme === "dark" && path === paper) await picture(page, "paper-dark");
      if (scheme === "light" && path.startsWith("/report")) await picture(page, "report");
      await page.context().close();
    }
  }
  for (const path of paths) {
    const page = await open({ viewport: { width: 400, height: 800 } });
    await go(page, path);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    wish(`nothing is wider than a phone on ${path}`, wide <= 400, wide);
    if (path.startsWith("/?q=tham")) await picture(page, "phone");
    await page.context().close();
  }
};

try {
  for (const part of [flows, keyboard, graph, suggestions, views]) {
    await part().catch((error) => wish(part.name, false, error));
  }
} finally {
  await browser.close();
}
wish("no complaint of the browser, no request left the host", complaints.length === 0, complaints.join("\n"));
process.exit(failed ? 1 : 0);
