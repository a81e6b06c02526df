// A table of many rows: sort, filter, copy as CSV. The rows are in the page already, none are created here; the page
// decides what a row contains as CSV.
import Tablesort from 'tablesort';

const table = document.getElementById('cell-table');
const rows = () => Array.from(table.tBodies[0].rows);

// Tablesort's comparators put the larger first. A missing number is smaller than any other.
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

// RFC 4180 quoting. A leading apostrophe keeps a spreadsheet from running a name as a formula.
function csv_field(value) {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return String(value);
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** The visible rows in their current order. `columns`: pairs [name, function from a row's data to its value]. */
function csv(columns, data) {
  const lines = [columns.map(([name]) => name)];
  for (const row of rows()) {
    if (row.hidden) continue;
    lines.push(columns.map(([, value]) => csv_field(value(data[Number(row.dataset.cell)]))));
  }
  return lines.map((line) => line.join(',') + '\r\n').join('');
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // A page opened from a file may have no clipboard permission; the deprecated execCommand() needs none.
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}

function start_copy(columns, data) {
  const button = document.getElementById('copy');
  const told = document.getElementById('copied');
  button.addEventListener('click', async () => {
    const text = csv(columns, data);
    const count = text.split('\r\n').length - 2;
    told.textContent = (await copy(text)) ? `Copied ${count} rows.` : 'The browser refused to copy.';
    button.focus();
  });
}

/** `data`: an entry for each row, indexed by the row's data-cell. */
export function start_rows(columns, data) {
  start_sort();
  start_filter();
  start_copy(columns, data);
}
