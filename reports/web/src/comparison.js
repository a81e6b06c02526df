// Entry point of the comparison page's script. The page is complete without it: this adds the forest plot, sorting,
// filtering and the theme button.
import { draw_forest } from './charts/forest.js';
import { observe_size } from './charts/frame.js';
import { start_rows } from './rows.js';
import { start_theme } from './theme.js';

const { cells, margin, shown } = JSON.parse(document.getElementById('report-data').textContent);

const csv_columns = [
  ['cell', (cell) => cell.name],
  ['finding', (cell) => cell.label],
  ['ratio', (cell) => cell.effect?.[0]],
  ['ratio_low', (cell) => cell.effect?.[1]],
  ['ratio_high', (cell) => cell.effect?.[2]],
  ['smallest_visible', (cell) => cell.visible],
  ['p_adjusted', (cell) => cell.p],
  ['base_median', (cell) => cell.base],
  ['candidate_median', (cell) => cell.candidate],
  ['base_samples', (cell) => cell.samples[0]],
  ['candidate_samples', (cell) => cell.samples[1]],
  ['note', (cell) => cell.note],
];

const redraw = () => draw_forest(cells.slice(0, shown), margin);

document.documentElement.classList.add('scripted');
start_theme(redraw);
start_rows(csv_columns, cells);
observe_size(redraw);
redraw();
performance.mark('report-ready');
