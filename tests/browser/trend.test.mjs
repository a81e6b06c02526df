// What a reader's browser makes of the trend page. Looks at structure and behaviour, never at pixels.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';

import { assert_accessible, assert_fits, on_page, render_trend } from './page.mjs';

const usual = render_trend('usual');
const hostile = render_trend('hostile');
const long = render_trend('long');

/** Scrolls to a cell's chart and waits until it is drawn. */
async function drawn(page, cell) {
  const plot = page.locator(`#cell-${cell} .plot`);
  await plot.scrollIntoViewIfNeeded();
  await plot.locator('svg').waitFor();
  return plot;
}

describe('a trend', () => {
  test('begins with the regressions, their commits and links to them', () =>
    on_page(usual, {}, async (page) => {
      assert.match(await page.locator('#answer .sentence').textContent(), /^1 regression stands in 3 cells over 80 runs/);
      const row = page.locator('#answer tbody tr').first();
      assert.equal(await row.locator('th').textContent(), 'io_echo/coroutines');
      assert.match(await row.locator('td.slower').textContent(), /^\+(19|2\d) %$/);
      const links = await row.locator('td a').evaluateAll((all) => all.map((link) => link.href));
      assert.equal(links.length, 2);
      for (const link of links) assert.match(link, /^https:\/\/example\.invalid\/commit\/0{38}[0-9a-f]{2}$/);
    }));

  test('draws every cell when it comes into view, with its change', () =>
    on_page(usual, {}, async (page) => {
      for (const cell of [0, 1, 2]) await drawn(page, cell);
      const texts = await page.locator('#cell-1 .plot svg text').allTextContents();
      assert.ok(texts.some((text) => /^\+(19|2\d) %$/.test(text)), texts.join('\n'));
      assert.ok(texts.includes('2024-01-01'));
      assert.ok(!(await page.locator('#cell-0 .plot svg text').allTextContents()).some((text) => text.includes('%')));
    }));

  test('leads from a change to its chart', () =>
    on_page(usual, {}, async (page) => {
      await page.locator('#answer tbody th a').first().click();
      await drawn(page, 1);
      assert.ok(await page.locator('#cell-1').isVisible());
    }));

  test('writes an axis in one unit', () =>
    on_page(usual, {}, async (page) => {
      await drawn(page, 0);  // from 930 ns to 1.05 µs
      const times = (await page.locator('#cell-0 .plot svg text').allTextContents()).filter((text) => text.endsWith('s'));
      assert.ok(times.length >= 3);
      for (const time of times) assert.match(time, / µs$/);
    }));

  test('draws every cell for paper', () =>
    on_page(usual, { viewport: { width: 1280, height: 200 } }, async (page) => {
      assert.equal(await page.locator('#cell-2 .plot svg').count(), 0);
      await page.emulateMedia({ media: 'print' });
      for (const cell of [0, 1, 2]) await page.locator(`#cell-${cell} .plot svg`).waitFor();
    }));

  test('tells the commit and the value of a dot', () =>
    on_page(usual, {}, async (page) => {
      const plot = await drawn(page, 0);
      const box = await plot.boundingBox();
      const tip = plot.locator('strong');
      for (let y = box.y + 30; y < box.y + 200 && !(await tip.count()); y += 3) await page.mouse.move(box.x + 66 + (box.width - 82) / 160, y);
      assert.match(await plot.locator('div', { has: page.locator('strong') }).last().textContent(), /2024-01-01commit: 0{10}median: \d+ ns/);
    }));

  test('keeps machines and builds apart in its tables', () =>
    on_page(usual, {}, async (page) => {
      assert.equal(await page.locator('#cell-0 details tbody tr').count(), 2);
      assert.equal(await page.locator('#cell-1 details tbody tr').count(), 3);
      assert.match(await page.locator('#answer .check').first().textContent(), /2 kinds are kept apart/);
    }));

  test('of many runs stays small and readable', () => {
    assert.ok(readFileSync(long).length < 1_200_000);
    return on_page(long, {}, async (page) => {
      assert.ok(await page.getByText('neighbours are drawn together').isVisible());
      const plot = await drawn(page, 1);
      assert.ok((await plot.locator('svg path').count()) < 1500);
    });
  });
});

describe('hostile names in a trend', () => {
  test('do nothing', () =>
    on_page(hostile, {}, async (page) => {
      for (const cell of [0, 1, 2]) await drawn(page, cell);
      assert.equal(await page.evaluate(() => window.owned), undefined);
      assert.equal(await page.locator('img, main script, main b').count(), 0);
      for (const link of await page.locator('#answer td a').all())
        assert.equal(await link.getAttribute('href'), 'https://example.invalid/commit/%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert%281%29%3E');
    }));

  for (const width of [320, 1280]) {
    test(`don't widen the page at ${width} px`, () =>
      on_page(hostile, { viewport: { width, height: 800 } }, async (page) => {
        for (const cell of [0, 1, 2]) await drawn(page, cell);
        await assert_fits(page);
      }));
  }
});

describe('a trend for everyone', () => {
  test('is whole without scripts', () =>
    on_page(usual, { javaScriptEnabled: false }, async (page) => {
      assert.ok(await page.locator('#answer .sentence').isVisible());
      assert.equal(await page.locator('.plot:visible, button:visible').count(), 0);
      await page.locator('#cell-1 summary').click();
      assert.ok(await page.locator('#cell-1 table').isVisible());
    }));

  for (const colorScheme of ['light', 'dark']) {
    for (const width of [390, 1280]) {
      test(`axe-core finds nothing in the ${colorScheme} theme at ${width} px`, () =>
        on_page(usual, { colorScheme, viewport: { width, height: 900 } }, async (page) => {
          for (const cell of [0, 1, 2]) await drawn(page, cell);
          await assert_accessible(page);
        }));
    }
  }
});
