// Opens pages in a real browser: fixtures become pages through the render_ programs, pages open in a fresh profile, what
// they log or ask for is kept, and what is asked of every page is asked here. The browser ends with the tests.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { pathToFileURL } from 'node:url';

import { chromium } from 'playwright-core';

const folder = mkdtempSync(join(tmpdir(), 'interleave-browser-'));
// Root can't have Chromium's sandbox; the rest keeps the browser itself from asking for anything.
const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: flags });

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let count = 0;

function rendered(program, inputs) {
  const output = join(folder, `${++count}.html`);
  execFileSync(program, [...inputs, output], { stdio: ['ignore', 'inherit', 'inherit'] });
  return output;
}

function written(file) {
  const path = join(folder, `${++count}.json`);
  writeFileSync(path, JSON.stringify(file));
  return path;
}

/** Path of the report of these results (one object or several files' worth). */
export const render = (...files) => rendered(process.env.RENDER_REPORT, files.map(written));

/** Path of the page that compares two results. */
export const render_comparison = (base, candidate) => rendered(process.env.RENDER_COMPARISON, [base, candidate].map(written));

/** Path of the trend of an invented history: see render_trend.cpp. */
export const render_trend = (kind) => rendered(process.env.RENDER_TREND, [kind]);

/** A page in its own profile. `complaints` collects console errors and requests for anything but the file. */
export async function open(file, { hash = '', ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints = [];
  const url = pathToFileURL(file).href;
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`error: ${error.stack}`));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== url) complaints.push(`request: ${request.url()}`);
  });
  await page.goto(url + hash);
  return { page, context, complaints };
}

/** Runs `look` on a fresh page and fails on anything that the page complained about. */
export async function on_page(file, options, look) {
  const { page, context, complaints } = await open(file, options);
  try {
    await look(page, context);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

/** That nothing makes the page wider than its window: tables and drawings scroll in places of their own. */
export async function assert_fits(page) {
  const [page_width, window_width] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(page_width <= window_width, `${page_width} > ${window_width}`);
}

/** That axe-core finds nothing, with all details open. */
export async function assert_accessible(page) {
  for (const summary of await page.locator('summary').all()) await summary.click();
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html).join(' | ')}`);
  assert.deepEqual(told, []);
}

/** The texts in the drawing of a figure. */
export const drawn_texts = (page, figure) => page.locator(`#${figure} .plot svg text`).allTextContents();

/** Waits for two frames: the observer of widths runs before the second one after a change. */
export const frames = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/** Opens the charts and tables of the questions beside the verdict. */
export async function unfold(page) {
  await page.evaluate(() => document.querySelectorAll('.answers details').forEach((details) => (details.open = true)));
  await frames(page);
}

after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});
