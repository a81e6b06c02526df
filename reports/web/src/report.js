// Entry of the page's script. The page is whole without it: this adds charts, sorting, filtering and the theme button.
import { redraw, start_explore } from './explore.js';
import { start_table } from './table.js';
import { start_theme } from './theme.js';

document.documentElement.classList.add('scripted');
start_theme(redraw);
start_table();
start_explore();
performance.mark('report-ready');
