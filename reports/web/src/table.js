// The table of all cells: sort, filter, copy as CSV. The rows are in the page already; nothing here makes any.
import Tablesort from 'tablesort';

import { cells, runners, subjects } from './data.js';

const table = document.getElementById('cell-table');
const rows = () => Array.from(table.tBodies[0].rows);

// Tablesort wants comparators that put the larger first. A missing number is smaller than any other.
const as_number = (text) => (text === '' ? -Infinity : Number(text));
Tablesort.extend('number', () => false, (a, b) => as_number(b) - as_number(a) || 0);
Tablesort.extend('words', () => false, (a, b) => b.localeCompare(a, 'en', { numeric: true }));

function start_sort() {
  // Native buttons for keyboard and screen reader; their clicks bubble to the handlers of tablesort.
  for (const heading of table.tHead.rows[0].cells) {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...heading.childNodes);
    heading.append(button);
  }
  new Tablesort(table);
  for (const heading of table.tHead.rows[0].cells) heading.removeAttribute('tabindex');
}

function start_filter() {
  const input = document.getElementById('filter');
  const shown = document.getElementById('shown-cells');
  const searchable = new Map(rows().map((row) => [row, row.textContent.toLowerCase()]));
  const all = shown.textContent;
  input.addEventListener('input', () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const [row, text] of searchable) {
      row.hidden = !words.every((word) => text.includes(word));
      count += row.hidden ? 0 : 1;
    }
    shown.textContent = words.length ? `${count} of ${all}` : all;
  });
  input.form.addEventListener('submit', (event) => event.preventDefault());
}

const interval = (name, key) => [
  [name, (cell) => cell[key]?.[0]],
  [`${name}_low`, (cell) => cell[key]?.[1]],
  [`${name}_high`, (cell) => cell[key]?.[2]],
];
const latency = (name, quantile) => [
  [`latency_ns_${name}`, (cell) => cell.latency.find(([point]) => point === quantile)?.[1]],
];
const csv_columns = [
  ['workload', (cell) => subjects[cell.subject].label],
  ['shape', (cell) => subjects[cell.subject].shape],
  ['runner', (cell) => runners[cell.runner].name],
  ['in_flight', (cell) => cell.level],
  ['state', (cell) => cell.state],
  ['samples_good', (cell) => cell.good],
  ['samples_failed', (cell) => cell.failed],
  ...interval('throughput_per_s', 'throughput'),
  ...interval('speed_up', 'speed_up'),
  ...interval('efficiency', 'efficiency'),
  ...latency('p50', 0.5),
  ...latency('p90', 0.9),
  ...latency('p99', 0.99),
  ...latency('p99_9', 0.999),
  ['latency_ns_max', (cell) => cell.latency_max],
  ['units_per_task', (cell) => cell.units],
  ...interval('unit_ns', 'unit'),
  ...interval('cpu_ns_per_task', 'cpu'),
  ...interval('memory_peak_bytes', 'memory'),
  ['cores_busy', (cell) => cell.cores],
  ['note', (cell) => cell.note],
];

// RFC 4180 quoting. A leading apostrophe keeps a spreadsheet from running a name as a formula.
function csv_field(value) {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return String(value);
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** The rows as they stand: filtered and in the reader's order, with full numbers in base units. */
function csv() {
  const lines = [csv_columns.map(([name]) => name)];
  for (const row of rows()) {
    if (row.hidden) continue;
    const cell = cells[Number(row.dataset.cell)];
    lines.push(csv_columns.map(([, value]) => csv_field(value(cell))));
  }
  return lines.map((line) => line.join(',') + '\r\n').join('');
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // A page opened from a file may have no clipboard permission; the old way asks for none.
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}

function start_copy() {
  const button = document.getElementById('copy');
  const told = document.getElementById('copied');
  button.addEventListener('click', async () => {
    const text = csv();
    const count = text.split('\r\n').length - 2;
    told.textContent = (await copy(text)) ? `Copied ${count} rows.` : 'The browser refused to copy.';
    button.focus();
  });
}

export function start_table() {
  start_sort();
  start_filter();
  start_copy();
}
