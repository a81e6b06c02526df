// What a reader's browser makes of the report. Looks at structure and behaviour, never at pixels.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { results, usual_audit } from './fixture.mjs';
import { assert_accessible, assert_fits, drawn_texts, frames, on_page, open, render } from './page.mjs';

const invalid_check = { check: 'steal', title: 'Steal', status: 'invalid', finding: 'The host steals a third of the CPU.', mend: 'Measure elsewhere.' };

const large = render(results());
// Everything that the page can show, in fewer rows: axe-core looks at each element for long.
const varied = render(results({ use_workloads: ['noop', 'io_echo', 'io_file_read', 'cpu_hash'], levels: [1, 1024], audit: [...usual_audit, invalid_check] }));

const data = (name) => JSON.parse(readFileSync(join(process.env.REPORT_DATA, name), 'utf8'));
const shaped = render(data('shapes.json'));
const sweep = render(data('granularity.json'));

const chosen = (page) =>
  page.evaluate(() => ['workload', 'level', 'metric'].map((name) => document.getElementById(`choose-${name}`).value));
const column = (page, index) =>
  page.evaluate(
    (place) =>
      Array.from(document.querySelectorAll('#cell-table tbody tr:not([hidden])'), (row) => {
        const cell = row.cells[place];  // a failed cell's reason spans the columns of its numbers
        return cell?.dataset.sort ?? cell?.textContent ?? '';
      }),
    index,
  );

describe('a large report', () => {
  test('draws its charts without a complaint or a request', () =>
    on_page(large, {}, async (page) => {
      for (const figure of ['speed-up', 'scaling', 'latency']) {
        const texts = await drawn_texts(page, figure);
        assert.ok(texts.includes('coroutines_multi_thread'), `${figure} labels every runner`);
        const name = await page.locator(`#${figure} .plot`).evaluate((plot) => {
          return document.getElementById(plot.getAttribute('aria-labelledby')).textContent;
        });
        assert.match(name, /\w+ .*\./, `${figure} has a sentence`);
      }
      assert.equal((await page.evaluate(() => performance.getEntriesByName('report-ready'))).length, 1);
    }));

  test('names the models in its first screen', () =>
    on_page(large, {}, async (page) => {
      const cards = page.locator('.answer');
      assert.equal(await cards.count(), 3);
      for (const card of await cards.all()) {
        assert.match(await card.locator('h3').textContent(), /^Use /);
        const box = await card.locator('h3').boundingBox();
        assert.ok(box.y + box.height < 900);
      }
      assert.match(await page.locator('.trust').textContent(), /warning/);
    }));

  test('is one file that points at nothing outside and stays small', () => {
    const html = readFileSync(large, 'utf8');
    // Without the scripts' own text, which has markup in strings. Booleans: a failure must not print a megabyte.
    const markup = html.replace(/<script>.*<\/script>/s, '');
    assert.equal(/<(link|img|iframe|object|embed|base)\b/i.exec(markup)?.[0], undefined);
    assert.equal(/<[^>]+\s(src|href|action)="(?!#)[^"]*"/i.exec(markup)?.[0], undefined);
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)[1].replaceAll('&#39;', "'");
    assert.match(policy, /^default-src 'none'; base-uri 'none'; form-action 'none'; script-src 'sha256-[^' ]+'; style-src 'sha256-[^' ]+'$/);
    assert.ok(/Apache License.*Tristen Brown/s.test(markup), 'licences travel along');
    const size = gzipSync(html, { level: 9 }).length;
    assert.ok(size < 330_000, `${size} bytes`);
  });

  test('tells failed and unsupported cells with their reasons', () =>
    on_page(large, {}, async (page) => {
      const rows = page.locator('#cell-table tbody tr');
      assert.match(await rows.filter({ hasText: 'SIGSEGV' }).first().textContent(), /failed/);
      assert.equal(await rows.filter({ hasText: 'one ring only' }).count(), 4);
    }));
});

describe('the matrix', () => {
  const entry = (page, workload, runner) =>
    page.evaluate(([row, column]) => {
      const table = document.querySelector('.matrix');
      const heads = Array.from(table.tHead.rows[0].cells, (cell) => cell.textContent);
      const line = Array.from(table.querySelectorAll('tbody tr:not(.group)')).find((each) => each.cells[0].textContent === row);
      const cell = line.cells[heads.indexOf(column)];
      return { text: cell.textContent, title: cell.title, classes: cell.className };
    }, [workload, runner]);

  test('comes first after the verdict, with every workload under every runner', () =>
    on_page(large, {}, async (page) => {
      assert.deepEqual(await page.locator('main > section').evaluateAll((all) => all.slice(0, 3).map(({ id }) => id)), ['verdict', 'matrix', 'validity']);
      assert.equal(await page.locator('.matrix thead th').count(), 11);
      assert.equal(await page.locator('.matrix tbody tr:not(.group)').count(), 9);
      assert.match(await page.locator('#matrix-caption').textContent(), /^Throughput as a share .* at 1024 in flight\.$/);
    }));

  test('says by text and title what has no number', () =>
    on_page(large, {}, async (page) => {
      const failed = await entry(page, 'io_echo', 'process_per_task');
      assert.equal(failed.text, 'failed');
      assert.match(failed.title, /process_per_task: failed; killed by SIGSEGV/);
      const refused = await entry(page, 'io_file_read', 'loop_per_core');
      assert.equal(refused.text, "can't");
      assert.match(refused.title, /one ring only/);
    }));

  test('shows another level and metric, by keyboard too', () =>
    on_page(large, {}, async (page) => {
      await page.locator('input[name=matrix-metric]').first().focus();
      await page.keyboard.press('ArrowRight');
      assert.match(await page.locator('#matrix-caption').textContent(), /^CPU time a task .* lowest, at 1024 in flight\.$/);
      await page.locator('input[name=matrix-level]:checked').focus();
      await page.keyboard.press('ArrowLeft');
      assert.match(await page.locator('#matrix-caption').textContent(), /at 128 in flight\.$/);
      const best = await entry(page, 'io_echo', 'loop_per_core');
      assert.match((await entry(page, 'io_echo', 'thread_pool')).text, /^[\d.]+×$/);
      assert.match(best.text, /^1\.\d\d×$/);
      assert.match(best.title, /^loop_per_core: [\d.]+ µs \([\d.]+ µs – [\d.]+ µs\), 8 samples/);
      assert.match(best.classes, /near-4/);
    }));
});

describe('the table of all cells', () => {
  const throughput = 4;  // column

  test('sorts by number, both ways, with mouse and keyboard', () =>
    on_page(large, {}, async (page) => {
      const button = page.locator('#cell-table thead button', { hasText: 'throughput' });
      const heading = page.locator('#cell-table thead th', { hasText: 'throughput' });
      const numbers = async () => (await column(page, throughput)).filter((text) => text !== '').map(Number);
      await button.click();
      assert.equal(await heading.getAttribute('aria-sort'), 'ascending');
      assert.deepEqual(await numbers(), (await numbers()).sort((a, b) => a - b));
      assert.equal((await column(page, throughput))[0], '', 'a missing number is below all others');
      await button.press('Enter');
      assert.equal(await heading.getAttribute('aria-sort'), 'descending');
      assert.deepEqual(await numbers(), (await numbers()).sort((a, b) => b - a));
      await button.press('Space');
      assert.equal(await heading.getAttribute('aria-sort'), 'ascending');
    }));

  test('shows every column at 1,280 px, costs included', () =>
    on_page(varied, {}, async (page) => {
      const heads = await page.locator('#cell-table thead th').allTextContents();
      for (const cost of ['p99', 'CPU/task', 'memory']) assert.ok(heads.includes(cost), cost);
      const [inner, outer] = await page.locator('#cells .scroll').evaluate((box) => [box.scrollWidth, box.clientWidth]);
      assert.ok(inner <= outer, `${inner} > ${outer}`);
    }));

  test('filters by every word', () =>
    on_page(large, {}, async (page) => {
      await page.locator('#filter').fill('io_echo POOL');
      const rows = page.locator('#cell-table tbody tr:visible');
      assert.equal(await rows.count(), 8);
      assert.equal(await page.locator('#shown-cells').textContent(), '8 of 369 cells');
      await page.locator('#filter').press('Enter');
      assert.equal(await rows.count(), 8, 'Enter sends nothing anywhere');
      await page.locator('#filter').fill('');
      assert.equal(await rows.count(), 369);
    }));

  test('copies what it shows as CSV', () =>
    on_page(large, { permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
      await page.locator('#filter').fill('io_echo process_per_task');
      await page.locator('#copy').click();
      await page.locator('#copied', { hasText: 'Copied 4 rows.' }).waitFor();
      const lines = (await page.evaluate(() => navigator.clipboard.readText())).trim().split(/\r?\n/);
      assert.equal(lines.length, 5);
      assert.match(lines[0], /^workload,shape,runner,in_flight,state,.*throughput_per_s,throughput_per_s_low/);
      assert.match(lines[1], /^io_echo,batch,process_per_task,1,measured,8,0,[\d.]+,[\d.]+,[\d.]+,/);
      assert.match(lines[4], /^io_echo,batch,process_per_task,1024,failed,0,8,,,,.*SIGSEGV/);
    }));
});

describe('explore', () => {
  test('chips take runners in and out', () =>
    on_page(large, {}, async (page) => {
      const chip = page.locator('.chip', { hasText: 'process_per_task' }).locator('input');
      await chip.focus();
      await page.keyboard.press('Space');
      assert.equal(await chip.isChecked(), false);
      for (const figure of ['speed-up', 'scaling', 'latency']) {
        assert.ok(!(await drawn_texts(page, figure)).includes('process_per_task'), figure);
        assert.ok((await drawn_texts(page, figure)).includes('coroutines'), figure);
      }
      await page.locator('#no-runners').click();
      assert.equal(await page.locator('.plot:visible').count(), 0);
      await page.locator('#all-runners').click();
      assert.ok((await drawn_texts(page, 'scaling')).includes('process_per_task'));
    }));

  test('follows the choosers by keyboard and keeps the address in step', () =>
    on_page(large, {}, async (page) => {
      await page.locator('#choose-workload').focus();
      await page.keyboard.press('Home');
      await page.locator('#choose-metric').selectOption('cpu');
      assert.match(page.url(), /#w=noop&c=\d+&m=cpu$/);
      assert.match(await page.locator('#speed-up .shown').textContent(), /noop/);
      assert.ok((await drawn_texts(page, 'scaling')).some((text) => /CPU time per task/.test(text)));
    }));

  test('opens on what the address says', () =>
    on_page(large, { hash: '#w=cpu_hash&c=16&m=memory' }, async (page) => {
      assert.deepEqual(await chosen(page), ['cpu_hash', '16', 'memory']);
      assert.match(await page.locator('#speed-up .shown').textContent(), /cpu_hash, 16 in flight/);
      const top = await page.locator('#explore').evaluate((section) => section.getBoundingClientRect().top);
      assert.ok(Math.abs(top) < 100, `explore is in view, not at ${top}`);
    }));

  for (const hash of ['#w=nothing&c=16', '#w=cpu_hash&c=17', '#w=cpu_hash&c=16&m=x', '#w=__proto__&c=1', '#w=%E0%A4%A&c=1', '#c=16']) {
    test(`takes nothing unknown from the address ${hash}`, () =>
      on_page(large, { hash }, async (page) => {
        const { page: plain, context } = await open(large);
        assert.deepEqual(await chosen(page), await chosen(plain));
        await context.close();
      }));
  }

  test('is where the links of the map lead', () =>
    on_page(large, {}, async (page) => {
      // The browser tells of a new address some time after the click.
      const shows = (words) => page.locator('#speed-up .shown', { hasText: words }).waitFor();
      const link = page.locator('.map a[href="#w=io_file_read&c=128"]');
      await link.click();
      await shows('io_file_read, 128 in flight');
      await page.locator('#choose-level').selectOption('1');
      await shows('io_file_read, 1 in flight');
      await link.focus();
      await page.keyboard.press('Enter');
      await shows('io_file_read, 128 in flight');
      await link.click();
      await page.locator('.answer a').first().click();
      await shows('io_sleep, 1024 in flight');
      assert.deepEqual((await chosen(page)).slice(0, 2), ['io_sleep', '1024']);
    }));

  test('shows every chart as a table', () =>
    on_page(large, { hash: '#w=io_echo&c=16' }, async (page) => {
      // sequential ran with one task in flight, and latencies compare only with as many.
      for (const figure of ['speed-up', 'scaling', 'latency']) {
        await page.locator(`#${figure} summary`).click();
        assert.equal(await page.locator(`#${figure} tbody tr`).count(), figure === 'latency' ? 10 : 11, figure);
      }
      assert.match(await page.locator('#speed-up tbody').textContent(), /thread_pool\d[\d.]*× \([\d.]+× – [\d.]+×\)measured/);
    }));

  test('draws the same after a change of width as afresh', async () => {
    const shapes = (page) =>
      page.evaluate(() =>
        Array.from(document.querySelectorAll('.plot svg :is(path, text)'), (shape) =>
          ['d', 'transform', 'x', 'y', 'fill'].map((name) => shape.getAttribute(name)).join(' ') + shape.textContent),
      );
    let afresh;
    await on_page(large, { viewport: { width: 800, height: 900 } }, async (page) => (afresh = await shapes(page)));
    await on_page(large, {}, async (page) => {
      await page.setViewportSize({ width: 800, height: 900 });
      await frames(page);
      assert.deepEqual((await shapes(page)).sort(), afresh.sort());
    });
  });

  test('opens where the runners differ most', () =>
    on_page(large, {}, async (page) => {
      // process_per_task chokes on waiting tasks; noop, where runners differ more still, is no work.
      assert.deepEqual((await chosen(page)).slice(0, 2), ['io_file_read', '1024']);
      assert.match(await page.locator('#speed-up .shown').textContent(), /io_file_read, 1024 in flight/);
    }));

  test('tells values to the keyboard as to the pointer', () =>
    on_page(large, { hash: '#w=io_echo&c=16&m=cpu' }, async (page) => {
      const tip = (figure) => page.locator(`#${figure} .plot > div:has(> div > strong)`);
      await page.locator('#choose-level').focus();
      const said = new Map([
        ['speed-up', /^coroutines, 16 in flightspeed-up: [\d.]+× \([\d.]+× – [\d.]+×\), 8 samplesthroughput: [\d.]+k\/s \(.*\), 8 samples$/],
        ['scaling', /^1 in flight: CPU time per task.*thread_pool: [\d.]+ µs \([\d.]+ µs – [\d.]+ µs\), 8 samples/],
        ['latency', /^p50, 16 in flight.*thread_pool: [\d.]+ [mµ]s \([\d.]+ [mµ]s – [\d.]+ [mµ]s\), 8 samples/],
      ]);
      for (const [figure, words] of said) {
        const plot = page.locator(`#${figure} .plot`);
        await plot.focus();
        await page.keyboard.press('ArrowRight');
        await tip(figure).waitFor();
        const next = await tip(figure).textContent();
        await page.keyboard.press('ArrowLeft');
        await tip(figure).filter({ hasNotText: next }).waitFor();
        assert.match(await tip(figure).textContent(), words);
        await page.keyboard.press('Escape');
        await tip(figure).waitFor({ state: 'hidden' });
      }
    }));

  test('shows a tooltip made of text', () =>
    on_page(large, {}, async (page) => {
      const plot = page.locator('#scaling .plot');
      await plot.scrollIntoViewIfNeeded();
      const box = await plot.boundingBox();
      await page.mouse.move(box.x + 100, box.y + 150);
      await page.locator('#scaling .plot strong', { hasText: 'in flight' }).waitFor();
    }));
});

describe('hostile names', () => {
  const names = new Map([
    ['thread_pool', '<img src=x onerror=alert(1)>'],
    ['coroutines', '</script><script>window.owned = 1</script>'],
    ['tbb_tasks', '__proto__'],
    ['process_pool', 'constructor'],
    ['loop_per_core', '{a|b} {b0} ${c} "quoted" \'too\' &amp;'],
    ['prefork_loops', '=HYPERLINK("https://example.invalid";"x")'],
    ['io_echo', '"><svg onload=alert(2)><style>*{display:none}</style>'],
    ['io_sleep', '__proto__'],
    ['cpu_hash', 'a'.repeat(250)],
    ['cpu_primes', '\u202eesrever <!-- <b>'],
  ]);
  const rename = (name) => names.get(name) ?? name;
  const hostile = render(results({ rename }));

  test('are shown as they are and do nothing', () =>
    on_page(hostile, { permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
      assert.equal(await page.evaluate(() => window.owned), undefined);
      assert.equal(await page.locator('img, main script, main style').count(), 0);
      const runners = await column(page, 1);
      for (const original of ['thread_pool', 'coroutines', 'tbb_tasks', 'process_pool', 'loop_per_core']) {
        assert.ok(runners.includes(rename(original)), rename(original));
      }
      for (const subject of await page.locator('#choose-workload option').all()) {
        await page.locator('#choose-workload').selectOption(await subject.getAttribute('value'));
        assert.ok((await drawn_texts(page, 'scaling')).includes('__proto__'));
        assert.ok((await drawn_texts(page, 'speed-up')).includes('constructor'));
      }
      await page.locator('#copy').click();
      await page.locator('#copied', { hasText: 'Copied' }).waitFor();
      const csv = await page.evaluate(() => navigator.clipboard.readText());
      assert.doesNotMatch(csv, /(^|,)"?=/m, 'no field is a formula');
    }));

  for (const width of [320, 1280]) {
    test(`don't widen the page at ${width} px`, () =>
      on_page(hostile, { viewport: { width, height: 800 } }, async (page) => {
        await assert_fits(page);
      }));
  }
});

describe('without scripts', () => {
  test('verdict, checks, map and all rows are there', () =>
    on_page(large, { javaScriptEnabled: false }, async (page) => {
      for (const heading of ['Verdict', 'Every workload under every model', 'Can I trust this run?', 'Decision map', 'Explore', 'All cells', 'Environment']) {
        assert.ok(await page.getByRole('heading', { name: heading, exact: true }).isVisible(), heading);
      }
      assert.equal(await page.locator('.answer:visible').count(), 3);
      assert.ok((await page.locator('.check.warning:visible').count()) > 0);
      assert.equal(await page.locator('.map td:visible').filter({ hasText: /×|= of|undecided|best in/ }).count(), 9 * 4 + 2 * 4);
      assert.equal(await page.locator('.matrix td:visible').filter({ hasText: /\d %/ }).count(), 97);
      assert.equal(await page.locator('input:visible').count(), 0);
      assert.equal(await page.locator('#cell-table tbody tr:visible').count(), 369);
      assert.ok(await page.getByText('The charts are drawn by scripts').isVisible());
      assert.equal(await page.locator('select:visible, .plot:visible, button:visible').count(), 0, 'nothing dead is shown');
    }));

  test('the links of the map lead to rows', () =>
    on_page(large, { javaScriptEnabled: false }, async (page) => {
      await page.locator('.map a').last().click();
      assert.equal(await page.locator('#cell-table tr:target').count(), 1);
    }));
});

const words_in = (text) => text.trim().split(/\s+/).length;

describe('for everyone', () => {
  // The verdict's sentence is as long as there are kinds of work.
  for (const [what, file] of [['batches', large], ['shapes', shaped], ['granularity', sweep]]) {
    test(`every section opens with one short sentence: ${what}`, () =>
      on_page(file, {}, async (page) => {
        for (const section of await page.locator('main > section:not(#verdict)').all()) {
          const first = await section.locator('p:visible').first().textContent();
          assert.match(first, /^[^.]*(\d\.\d[^.]*)*\.$/, await section.getAttribute('id'));
          assert.ok(words_in(first) <= 25, first);
        }
      }));
  }

  for (const width of [320, 390, 768, 1280]) {
    test(`fits ${width} px`, () =>
      on_page(large, { viewport: { width, height: 800 } }, async (page) => {
        await assert_fits(page);
      }));
  }

  for (const colorScheme of ['light', 'dark']) {
    for (const width of [390, 1280]) {
      for (const [what, file] of [['batches', varied], ['shapes', shaped], ['granularity', sweep]]) {
        test(`axe-core finds nothing in the ${colorScheme} theme at ${width} px: ${what}`, () =>
          on_page(file, { colorScheme, viewport: { width, height: 900 } }, async (page) => {
            await assert_accessible(page);
          }));
      }
    }
  }

  test('the theme button changes page and charts', () =>
    on_page(large, { colorScheme: 'light' }, async (page) => {
      const looks = () =>
        page.evaluate(() => [
          getComputedStyle(document.body).backgroundColor,
          document.querySelector('#scaling .plot svg').outerHTML.includes('#4aa3ff'),
        ]);
      const [before, dark_before] = await looks();
      await page.locator('#theme').press('Enter');
      const [now, dark_now] = await looks();
      assert.notEqual(now, before);
      assert.deepEqual([dark_before, dark_now], [false, true]);
      assert.equal(await page.locator('#theme').textContent(), 'Theme: dark');
    }));

  test('landmarks, and a way past them', () =>
    on_page(large, {}, async (page) => {
      for (const landmark of ['banner', 'navigation', 'main', 'contentinfo']) {
        assert.equal(await page.getByRole(landmark).count(), 1, landmark);
      }
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate(() => document.activeElement.hash), '#verdict');
    }));

  test('prints in light colours on a few pages', () =>
    on_page(large, { colorScheme: 'dark' }, async (page) => {
      const pages = (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g).length;
      assert.ok(pages <= 7, `${pages} pages`);
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      assert.equal(await page.locator('nav:visible, select:visible, button:visible').count(), 0);
      assert.equal(await page.locator('.answer:visible, .map:visible').count(), 4);
      assert.ok(await page.locator('#scaling .plot').evaluate((plot) => plot.innerHTML.includes('#0067b9')));
    }));
});

describe('empty and broken runs', () => {
  const shows = (files, look) => on_page(render(...files), {}, look);

  test('one runner: no ratios, and why', () =>
    shows([results({ use_runners: ['coroutines'] })], async (page) => {
      assert.equal(await page.locator('#speed-up .plot:visible').count(), 0);
      assert.match(await page.locator('#speed-up-sentence').textContent(), /^No ratios to draw\. .*sequential/);
      assert.ok((await page.locator('#verdict .sentence').textContent()).length > 20);
      assert.equal(await page.locator('.answer h3', { hasText: /^Use / }).count(), 0);
      assert.ok((await drawn_texts(page, 'scaling')).includes('coroutines'));
    }));

  test('no sequential: the reference is named as missing', () =>
    shows([results({ use_runners: ['coroutines', 'thread_pool'] })], async (page) => {
      assert.match(await page.locator('#speed-up-sentence').textContent(), /^No ratios to draw\. .*sequential/);
      assert.ok((await page.locator('.map .win, .map .tie').count()) > 0, 'the map needs no reference');
    }));

  test('too few samples: no verdict, and the command', () =>
    shows([results({ samples: 2, use_workloads: ['io_echo'] })], async (page) => {
      assert.equal(await page.locator('.answer h3', { hasText: /^Use / }).count(), 0);
      assert.match(await page.locator('#verdict code').textContent(), /interleave run/);
    }));

  test('two CPUs: no verdict, side by side', () =>
    shows([results({ use_workloads: ['io_echo'] }), results({ use_workloads: ['io_echo'], cpu_model: 'Another CPU', run_id: 'another' })], async (page) => {
      assert.equal(await page.locator('.answer h3', { hasText: /^Use / }).count(), 0);
      assert.match(await page.locator('#verdict').textContent(), /Another CPU/);
      assert.equal(await page.locator('#choose-workload option').count(), 2);
    }));

  test('everything failed: a page, not a blank', () =>
    shows([all_failed()], async (page) => {
      assert.match(await page.locator('#cell-table tbody').textContent(), /killed by SIGABRT/);
      assert.equal(await page.locator('.plot:visible').count(), 0);
    }));

  test('an invalid check comes first and marks the verdict', () =>
    shows([results({ audit: [invalid_check] })], async (page) => {
      assert.match(await page.locator('#verdict .sentence').textContent(), /^Provisional: /);
      assert.match(await page.locator('.check').first().textContent(), /invalid.*steals/s);
      assert.match(await page.locator('.trust').getAttribute('class'), /invalid/);
    }));
});

function all_failed() {
  const run = results({ use_workloads: ['io_echo'], use_runners: ['sequential', 'thread_pool'] });
  run.benchmarks = run.benchmarks.map(({ name, run_name, run_type, repetitions, repetition_index, threads, time_unit, workload, runner, in_flight, parameters, sample, round }) => ({
    name, run_name, run_type, repetitions, repetition_index, threads, time_unit, workload, runner, in_flight, parameters, sample, round,
    iterations: 0, real_time: 0, cpu_time: 0, error_occurred: true, error_message: 'killed by SIGABRT', failure: 'crash',
  }));
  return run;
}
