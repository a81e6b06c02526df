// Opens reports in a real browser: fixtures become pages through render_report, pages open in a fresh profile, and
// whatever they log or ask for is kept.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { chromium } from 'playwright-core';

const folder = mkdtempSync(join(tmpdir(), 'interleave-browser-'));
// Root can't have Chromium's sandbox; the rest keeps the browser itself from asking for anything.
const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: flags });

let count = 0;

/** Path of the report of these results (one object or several files' worth). */
export function render(...files) {
  const number = ++count;
  const inputs = files.map((file, index) => join(folder, `${number}-${index}.json`));
  files.forEach((file, index) => writeFileSync(inputs[index], JSON.stringify(file)));
  const output = join(folder, `${number}.html`);
  execFileSync(process.env.RENDER_REPORT, [...inputs, output], { stdio: ['ignore', 'inherit', 'inherit'] });
  return output;
}

/** Path of the page that compares two results. */
export function render_comparison(base, candidate) {
  const number = ++count;
  const inputs = [base, candidate].map((file, index) => {
    const path = join(folder, `${number}-${index}.json`);
    writeFileSync(path, JSON.stringify(file));
    return path;
  });
  const output = join(folder, `${number}.html`);
  execFileSync(process.env.RENDER_COMPARISON, [...inputs, output], { stdio: ['ignore', 'inherit', 'inherit'] });
  return output;
}

/** Path of the trend of an invented history: see render_trend.cpp. */
export function render_trend(kind) {
  const output = join(folder, `${++count}.html`);
  execFileSync(process.env.RENDER_TREND, [kind, output], { stdio: ['ignore', 'inherit', 'inherit'] });
  return output;
}

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

export async function finish() {
  await browser.close();
  rmSync(folder, { recursive: true });
}
