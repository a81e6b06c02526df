// Entry point of the report's script. The page is complete without it: this adds charts, sorting, filtering and the
// theme button.
import { observe_size } from './charts/chart.js';
import { draw_costs } from './charts/costs.js';
import { draw_granularities } from './charts/granularity.js';
import { draw_sweeps, start_sweeps } from './charts/sweeps.js';
import { draw_explore, start_explore } from './explore.js';
import { start_matrix } from './matrix.js';
import { start_table } from './table.js';
import { start_theme } from './theme.js';

function redraw() {
  draw_explore();
  draw_costs();
  draw_granularities();
  draw_sweeps();
}

document.documentElement.classList.add('scripted');
start_theme(redraw);
start_table();
start_matrix();
observe_size(redraw);
redraw();
start_sweeps();
start_explore();
performance.mark('report-ready');
