// The section of a swept parameter, in a browser: what it draws for each choice, and that it says the same in words.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { assert_accessible, assert_fits, on_page, render } from './page.mjs';

const data = () => JSON.parse(readFileSync(join(process.env.REPORT_DATA, 'sweep.json'), 'utf8'));
const swept = render(data());

// A second parameter with two values, the same for each value of the first.
function with_sizes() {
  const file = data();
  const of_size = (size) =>
    file.benchmarks.filter((row) => row.workload === 'io_echo').map((row) => {
      const name = `${row.name}/size:${size}`;
      return { ...row, name, run_name: name, parameters: { ...row.parameters, size } };
    });
  file.benchmarks = [...of_size('1KiB'), ...of_size('64KiB')];
  return file;
}

const texts = (page, figure = 'sweep') => page.locator(`#${figure}-figure .plot svg text`).allTextContents();
const sentence = (page) => page.locator('#sweep-figure-sentence').textContent();

test('draws a line for each runner by the values that were measured', () =>
  on_page(swept, {}, async (page) => {
    const drawn = await texts(page);
    for (const value of ['1ms', '5ms', '20ms', '100ms']) assert.ok(drawn.includes(value), `${value} in ${drawn}`);
    for (const runner of ['thread_pool', 'process_pool', 'coroutines']) {
      assert.ok(drawn.includes(runner), runner);
    }
    assert.ok(drawn.includes('delay (logarithmic)'), String(drawn));
    const named = await page.locator('#sweep-figure .plot').evaluate((plot) => {
      return document.getElementById(plot.getAttribute('aria-labelledby')).textContent;
    });
    assert.match(named, /^io_echo at 64 in flight: the highest throughput goes from .* at 1ms to .* at 100ms\./);
    assert.equal(await page.locator('nav a[href="#sweep"]').textContent(), 'io_echo by delay');
  }));

test('draws the level and the figure that are chosen', () =>
  on_page(swept, {}, async (page) => {
    await page.locator('#sweep-level').selectOption({ label: '8' });
    assert.match(await sentence(page), /^io_echo at 8 in flight: /);
    const shares = await texts(page);
    assert.ok(shares.includes('100 %') && shares.includes('coroutines'), String(shares));
    assert.ok(!shares.includes('sequential'), 'its share is of the bound at 1 in flight');
    await page.locator('#sweep-metric').selectOption({ label: 'throughput' });
    const rates = await texts(page);
    assert.ok(rates.includes('tasks per second (logarithmic)') && rates.includes('sequential'), String(rates));
  }));

test('tells every runner at a value beside the pointer', () =>
  on_page(swept, {}, async (page) => {
    await page.locator('#sweep-metric').selectOption({ label: 'throughput' });
    const plot = page.locator('#sweep-figure .plot');
    await plot.scrollIntoViewIfNeeded();
    const label = await plot.locator('svg text', { hasText: /^20ms$/ }).boundingBox();
    const box = await plot.boundingBox();
    await page.mouse.move(label.x + label.width / 2, box.y + box.height / 2);
    const tip = plot.locator('div', { has: page.locator('strong', { hasText: 'delay 20ms' }) }).last();
    await tip.waitFor();
    assert.match(await tip.textContent(), /coroutines: [\d.]+k?\/s \(.* – .*\)/);
  }));

test('offers the other parameter where two have several values', () =>
  on_page(render(with_sizes()), {}, async (page) => {
    assert.equal(await page.locator('section.answers h2', { hasText: / by / }).count(), 2);
    assert.deepEqual(await page.locator('#sweep-slice option').allTextContents(), ['size 1KiB', 'size 64KiB']);
    await page.locator('#sweep-slice').selectOption({ label: 'size 64KiB' });
    assert.match(await sentence(page), /^io_echo \(size 64KiB\) at 64 in flight: /);
    assert.ok((await texts(page, 'sweep-2')).includes('64KiB'));
  }));

test('has its table without scripts', () =>
  on_page(swept, { javaScriptEnabled: false }, async (page) => {
    const section = page.locator('#sweep');
    assert.equal(await section.locator('select:visible').count(), 0);
    await section.locator('summary').click();
    const row = section.locator('tr', { hasText: 'io_echo at 8 in flight, by delay: throughput' }).first();
    assert.match(await row.textContent(), /\/s/);
    assert.match(await section.locator('table').textContent(), /at 100ms: .*SIGSEGV/);
  }));

for (const color_scheme of ['light', 'dark']) {
  test(`is accessible, ${color_scheme}`, () => on_page(swept, { colorScheme: color_scheme }, assert_accessible));
}

test('fits a phone', () =>
  on_page(swept, { viewport: { width: 390, height: 844 } }, async (page) => {
    await assert_fits(page);
    assert.ok((await texts(page)).includes('delay (log)'));
  }));
