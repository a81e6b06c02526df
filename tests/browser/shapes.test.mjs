// What a reader's browser makes of the questions beside the verdict: what a fork or a hop costs, and how small a task may
// be. Looks at structure and behaviour, never at pixels.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { assert_fits, drawn_texts, on_page, render, unfold } from './page.mjs';

const data = (name) => JSON.parse(readFileSync(join(process.env.REPORT_DATA, name), 'utf8'));
const shapes = data('shapes.json');
const shaped = render(shapes);
const sweep = render(data('granularity.json'));

describe('shapes of work', () => {
  const questions = new Map([
    ['trees', 'What does a fork cost?'], ['pipelines', 'What does an item cost?'], ['rings', 'What does a hand-over cost?'],
    ['streams', 'What does a pulled value cost?'], ['herds', 'What does a waiting task cost?'], ['responsiveness', 'How late is a heartbeat?'],
  ]);

  test('answer in a sentence, with chart and table folded', () =>
    on_page(shaped, {}, async (page) => {
      for (const id of questions.keys()) {
        assert.match(await page.locator(`#${id} .lead`).textContent(), /^(An?|A heartbeat's) .* from .* to .*\.$/, id);
        assert.equal(await page.locator(`#${id} .plot`).isVisible(), false, id);
      }
      assert.match(await page.locator('#rings .lead').textContent(), /^A hop costs from \d+ ns \(\w+\) to [\d.]+ µs \(process_pool\)\.$/);
      await page.locator('#rings summary').click();
      await page.locator('#rings .plot svg text', { hasText: 'process_pool' }).waitFor();
    }));

  test('have a section each, with a drawing that has a sentence', () =>
    on_page(shaped, {}, async (page) => {
      await unfold(page);
      for (const [id, question] of questions) {
        assert.equal(await page.locator(`#${id} h3`).textContent(), question);
        assert.equal(await page.locator(`nav a[href="#${id}"]`).count(), 1, id);
        assert.ok((await drawn_texts(page, `${id}-figure`)).includes('coroutines'), `${id} labels its lines`);
        const name = await page.locator(`#${id} [role=img]`).evaluate((plot) =>
          document.getElementById(plot.getAttribute('aria-labelledby')).textContent);
        assert.match(name, /wins|tie/, id);
      }
      assert.equal(await page.locator('#shape-1 h2').textContent(), 'Shape “lattice”');
    }));

  test('draw a mark for each value, and no line for what does not run it', () =>
    on_page(shaped, {}, async (page) => {
      await unfold(page);
      const texts = await drawn_texts(page, 'rings-figure');
      assert.ok(texts.some((text) => /^\d+ ns \/ [\d.]+ µs$/.test(text)), `in memory and through pipes: ${texts}`);
      assert.ok(texts.includes('sequential') && !texts.includes('futures'));
      assert.deepEqual(await page.locator('#rings .legend li').allTextContents(), ['● brigade_memory', '○ brigade_pipes']);
      assert.match(await page.locator('#rings').textContent(), /futures: does not run a ring/);
    }));

  test('stay out of map, cards and choosers', () =>
    on_page(shaped, {}, async (page) => {
      assert.deepEqual(await page.locator('#choose-workload option').allTextContents(), ['loop_heartbeat']);
      assert.equal(await page.locator('.map tbody tr:not(.group)').count(), 1);
      assert.equal(await page.locator('.answer').count(), 1);
      const shapes = new Set(await page.locator('#cell-table .shape').allTextContents());
      assert.deepEqual([...shapes].sort(), ['herd', 'lattice', 'pipeline', 'ring', 'stream', 'tree'].map((shape) => ` · ${shape}`));
    }));

  test('say how far each model goes', () =>
    on_page(shaped, {}, async (page) => {
      const stops = await page.locator('#herds li').allTextContents();
      assert.ok(stops.some((stop) => /^thread_per_task reaches 10000 tasks and stops at 100000: needs/.test(stop)), stops.join('\n'));
    }));

  test('are whole without scripts', () =>
    on_page(shaped, { javaScriptEnabled: false }, async (page) => {
      for (const id of questions.keys()) {
        assert.ok(await page.locator(`#${id} .lead`).isVisible(), id);
        await page.locator(`#${id} summary`).click();
        assert.ok(await page.locator(`#${id} .message p`).first().isVisible(), id);
        assert.ok(await page.locator(`#${id} tbody tr`).first().isVisible(), id);
      }
      assert.equal(await page.locator('.plot:visible').count(), 0);
    }));

  for (const width of [320, 390, 768]) {
    test(`fit ${width} px`, () =>
      on_page(shaped, { viewport: { width, height: 800 } }, async (page) => {
        await assert_fits(page);
        await unfold(page);
        await assert_fits(page);
      }));
  }

  test('with hostile names are shown as they are and do nothing', () => {
    const names = new Map([
      ['fib', '</script><script>window.owned = 1</script>'], ['brigade_memory', '__proto__'], ['idle_tasks', '<img src=x onerror=alert(1)>'],
      ['lattice', '"><svg onload=alert(2)>'], ['coroutines', '\u202eevil <b>'], ['callbacks', 'constructor'],
    ]);
    let text = JSON.stringify(shapes);
    for (const [name, other] of names) text = text.replaceAll(JSON.stringify(name), JSON.stringify(other));
    return on_page(render(JSON.parse(text)), {}, async (page) => {
      await unfold(page);
      assert.equal(await page.evaluate(() => window.owned), undefined);
      assert.equal(await page.locator('img, main script').count(), 0);
      const ring = await drawn_texts(page, 'rings-figure');
      assert.ok(ring.includes('constructor'));
      assert.ok((await drawn_texts(page, 'trees-figure')).includes(names.get('fib')));
      assert.equal(await page.locator('#shape-1 h2').textContent(), 'Shape “"><svg onload=alert(2)>”');
    });
  });

  test('without a batch are a page all the same', () => {
    const only = structuredClone(shapes);
    only.benchmarks = only.benchmarks.filter(({ workload }) => workload === 'fib');
    return on_page(render(only), {}, async (page) => {
      assert.match(await page.locator('#verdict .sentence').textContent(), /no batches.*What does a fork cost/);
      assert.ok((await drawn_texts(page, 'trees-figure')).includes('tbb_tasks'));
      await page.locator('#filter').fill('coroutines');
      assert.equal(await page.locator('#cell-table tbody tr:visible').count(), 1);
    });
  });
});

describe('granularity', () => {
  test('leads the page of a sweep', () =>
    on_page(sweep, {}, async (page) => {
      assert.equal(await page.locator('main > section').first().getAttribute('id'), 'granularity');
      assert.equal(await page.locator('nav a').first().getAttribute('href'), '#granularity');
      assert.match(await page.locator('#granularity .lead').textContent(), /^thread_pool keeps half of the machine's peak even in tasks of \d+ ns\.$/);
      assert.ok(await page.locator('#granularity .plot').isVisible());
    }));

  test('has a curve for each runner, and says from which task on it keeps half', () =>
    on_page(sweep, {}, async (page) => {
      assert.equal(await page.locator('#granularity h3').textContent(), 'How small may a task be?');
      assert.match(await page.locator('#granularity .message').textContent(), /thread_per_task from [\d.]+ µs .*coroutines \(\d+ % at best\) never reaches/s);
      const texts = await drawn_texts(page, 'granularity-figure');
      for (const name of ['thread_pool', 'thread_per_task', 'coroutines', '100 %', '10 µs']) assert.ok(texts.includes(name), name);
      await page.locator('#granularity summary').click();
      assert.equal(await page.locator('#granularity tbody tr').count(), 5);
    }));

  test('shows a tooltip with the size of the task', () =>
    on_page(sweep, {}, async (page) => {
      const plot = page.locator('#granularity .plot');
      await plot.scrollIntoViewIfNeeded();
      const box = await plot.boundingBox();
      await page.mouse.move(box.x + 300, box.y + 200);
      await page.locator('#granularity .plot strong', { hasText: 'tasks of' }).waitFor();
    }));

  test('fits 320 px', () =>
    on_page(sweep, { viewport: { width: 320, height: 800 } }, async (page) => {
      await assert_fits(page);
    }));
});
