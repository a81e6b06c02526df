// What a reader's browser makes of the comparison page. Looks at structure and behaviour, never at pixels.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { results } from './fixture.mjs';
import { assert_accessible, assert_fits, on_page, render_comparison } from './page.mjs';


/** Two runs of one program; `factors` of time by runner in the second. */
function pair(factors, { samples = 12, rename, ...options } = {}) {
  const base = results({ samples, with_failures: true, ...options, rename });
  const candidate = structuredClone(base);
  candidate.context.interleave.run_id = 'candidate';
  for (const row of candidate.benchmarks) {
    // Deterministic noise of its own, so that no two samples are the same.
    const factor = (Object.hasOwn(factors, row.runner) ? factors[row.runner] : 1) * (1 + 0.004 * Math.sin(row.sample * 7 + row.name.length));
    row.real_time *= factor;
    if (row.items_per_second) row.items_per_second /= factor;
  }
  return [base, candidate];
}

const usual = { use_workloads: ['io_echo', 'io_file_read', 'cpu_hash'], levels: [1, 128] };
const changed = render_comparison(...pair({ coroutines: 1.2, thread_pool: 0.8 }, usual));
const large = render_comparison(...pair({ coroutines: 1.2 }, { samples: 12 }));

const drawn_texts = (page) => page.locator('#forest .plot svg text').allTextContents();

describe('a comparison', () => {
  test('draws each cell with its change and its finding', () =>
    on_page(changed, {}, async (page) => {
      const texts = await drawn_texts(page);
      assert.ok(texts.includes('io_echo/coroutines/in_flight:128'));
      assert.ok(texts.some((text) => /^\+2\d % · slower$/.test(text)), texts.join('\n'));
      assert.ok(texts.some((text) => /^-(19|2\d) % · faster$/.test(text)));
      assert.match(await page.locator('#answer .sentence').textContent(), /^6 cells slower, 6 faster, \d+ without a difference shown/);
      assert.equal(await page.locator('#cell-table td.slower').count(), 6);
    }));

  test('says that both were measured apart', () =>
    on_page(changed, {}, async (page) => {
      assert.match(await page.locator('#answer .check').first().textContent(), /measured apart.*interleave gate/s);
    }));

  test('sorts, filters and copies with full numbers', () =>
    on_page(changed, { permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
      await page.locator('#filter').fill('coroutines slower');
      assert.equal(await page.locator('#cell-table tbody tr:visible').count(), 6);
      await page.locator('#copy').click();
      await page.locator('#copied', { hasText: 'Copied 6 rows' }).waitFor();
      const lines = (await page.evaluate(() => navigator.clipboard.readText())).trim().split('\r\n');
      assert.match(lines[0], /^cell,finding,ratio,ratio_low,ratio_high/);
      assert.match(lines[1], /,slower,1\.[12]\d+,1\.\d+,1\.\d+/);
      await page.locator('#filter').fill('');
      await page.locator('#cell-table thead button', { hasText: 'change' }).click();
      const sort = () => page.locator('#cell-table tbody tr td:nth-child(3)').evaluateAll((cells) => cells.map((cell) => cell.dataset.sort));
      const numbers = (await sort()).filter(Boolean).map(Number);
      assert.deepEqual(numbers, numbers.toSorted((a, b) => a - b));
    }));

  test('shows a tooltip', () =>
    on_page(changed, {}, async (page) => {
      const plot = page.locator('#forest .plot');
      await plot.scrollIntoViewIfNeeded();
      const mark = await plot.locator('svg text', { hasText: '· slower' }).first().boundingBox();
      const box = await plot.boundingBox();
      for (let x = box.x + 310; x < mark.x; x += 6) await page.mouse.move(x, mark.y + mark.height / 2);
      await page.locator('#forest .plot strong').waitFor({ state: 'attached' });
    }));

  test('draws the first 60 of many and says so', () =>
    on_page(large, {}, async (page) => {
      assert.equal((await drawn_texts(page)).filter((text) => text.includes('in_flight')).length, 60);
      assert.match(await page.locator('#forest-sentence').textContent(), /Drawn: the first 60 of \d+ cells\./);
    }));

  test('of two machines has no drawing, and both medians side by side', () => {
    const [base, candidate] = pair({}, usual);
    candidate.context.interleave.machine.cpu_model = 'Another CPU';
    return on_page(render_comparison(base, candidate), {}, async (page) => {
      assert.match(await page.locator('#answer .sentence').textContent(), /^No verdict: CPU/);
      assert.equal(await page.locator('#forest').count(), 0);
      assert.ok((await page.locator('#cell-table tbody tr').count()) > 10);
    });
  });
});

describe('hostile names in a comparison', () => {
  const names = new Map([
    ['coroutines', '</script><script>window.owned = 1</script>'],
    ['thread_pool', '<img src=x onerror=alert(1)>'],
    ['tbb_tasks', '__proto__'],
    ['io_echo', '=HYPERLINK("https://example.invalid";"x")'],
    ['cpu_hash', '\u202e' + 'a'.repeat(200)],
  ]);
  const hostile = render_comparison(...pair({}, { ...usual, rename: (name) => names.get(name) ?? name }));

  test('do nothing', () =>
    on_page(hostile, {}, async (page) => {
      assert.equal(await page.evaluate(() => window.owned), undefined);
      assert.equal(await page.locator('img, main script').count(), 0);
      assert.ok((await drawn_texts(page)).length > 10);
    }));

  for (const width of [320, 1280]) {
    test(`don't widen the page at ${width} px`, () =>
      on_page(hostile, { viewport: { width, height: 800 } }, async (page) => {
        await assert_fits(page);
      }));
  }
});

describe('a comparison for everyone', () => {
  test('is whole without scripts', () =>
    on_page(changed, { javaScriptEnabled: false }, async (page) => {
      assert.ok(await page.locator('#answer .sentence').isVisible());
      assert.ok((await page.locator('#cell-table tbody tr:visible').count()) > 30);
      assert.equal(await page.locator('.plot:visible, button:visible').count(), 0);
    }));

  for (const colorScheme of ['light', 'dark']) {
    for (const width of [390, 1280]) {
      test(`axe-core finds nothing in the ${colorScheme} theme at ${width} px`, () =>
        on_page(changed, { colorScheme, viewport: { width, height: 900 } }, async (page) => {
          await assert_accessible(page);
        }));
    }
  }
});
