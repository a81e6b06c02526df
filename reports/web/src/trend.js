// Entry point of the trend page's script. The page is complete without it: this adds the charts, as they scroll into
// view, and the theme button.
import { observe_size } from './charts/frame.js';
import { draw_trend } from './charts/trend.js';
import { start_theme } from './theme.js';

const data = JSON.parse(document.getElementById('report-data').textContent);
const drawn = new Set();

const draw = (cell) => draw_trend(`cell-${cell}`, data.cells[cell], data);

// In print nothing scrolls into view, so all charts are drawn.
function redraw() {
  if (matchMedia('print').matches) data.cells.forEach((_, cell) => drawn.add(cell));
  drawn.forEach(draw);
}

// Drawing hundreds of charts at once would take seconds, and a reader looks at only a few.
function draw_in_view() {
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        observer.unobserve(target);
        const cell = Number(target.id.slice('cell-'.length));
        drawn.add(cell);
        draw(cell);
      }
    },
    { rootMargin: '50%' },
  );
  for (const figure of document.querySelectorAll('figure[id^="cell-"]')) observer.observe(figure);
}

document.documentElement.classList.add('scripted');
start_theme(redraw);
observe_size(redraw);
draw_in_view();
performance.mark('report-ready');
