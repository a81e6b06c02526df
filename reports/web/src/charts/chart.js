// What the report's figures share on top of frame.js: heading, sentence and table around a drawing, and how a runner
// looks in it.
import { runners } from '../data.js';
import { color_of } from '../theme.js';
import { base_palette, draw_plot, plot_of } from './frame.js';

export * from './frame.js';

/** Colours of the current theme. */
export function palette() {
  return { ...base_palette(), runners: runners.map((runner) => color_of(runner.color)) };
}

/** Puts heading, sentence, table and drawing into figure `id`. With `option` null the drawing is hidden. */
export function show(id, { heading, sentence, table, height, option }) {
  const figure = document.getElementById(id);
  figure.querySelector('.shown').textContent = heading;
  document.getElementById(`${id}-sentence`).textContent = sentence;
  figure.querySelector('details .scroll').replaceChildren(table_of(table));
  plot_of(id).hidden = option === null;
  if (option !== null) draw_plot(id, height, option);
}

function table_of({ head, rows }) {
  const table = document.createElement('table');
  const line = (parent, values) => {
    const row = parent.insertRow();
    values.forEach((value, index) => {
      const cell = document.createElement(parent === table.tHead || index === 0 ? 'th' : 'td');
      if (cell.tagName === 'TH') cell.scope = parent === table.tHead ? 'col' : 'row';
      cell.textContent = value;
      row.append(cell);
    });
  };
  line(table.createTHead(), head);
  const body = table.createTBody();
  for (const values of rows) line(body, values);
  return table;
}

/** A value as a tooltip tells it: how many samples it is the median of, too. */
export const with_samples = (text, { good }) => `${text}, ${good} ${good === 1 ? 'sample' : 'samples'}`;

/** Runner's name for a label beside a drawing, shortened; the chips above show it in full. */
export function short_name(runner, narrow) {
  const name = runners[runner].shown;
  const most = narrow ? 15 : 26;
  return name.length > most ? `${name.slice(0, most - 1)}…` : name;
}

/**
 * A runner's marker in a custom series, centred. Moved by the element's own transform: ECharts keeps the old place of a
 * path whose `shape` alone has moved.
 */
export function marker_shape(runner, x, y, size, color) {
  const scale = size / 10;
  return {
    type: 'path',
    x,
    y,
    scaleX: scale,
    scaleY: scale,
    shape: { pathData: runners[runner].marker },
    style: { fill: color },
  };
}

const dashes = ['solid', [8, 4], [2, 3], [10, 3, 2, 3]];

/** Line, dash and marker of a runner's series. `strong`: the recommended one. */
export function line_series(runner, colors, strong, data) {
  const color = colors.runners[runner];
  return {
    type: 'line',
    id: `line-${runner}`,
    name: String(runner),
    data,
    symbol: `path://${runners[runner].marker}`,
    symbolSize: strong ? 10 : 8,
    clip: false,
    color,
    lineStyle: { color, width: strong ? 3.5 : 1.75, type: dashes[runners[runner].shade] },
    emphasis: { focus: 'series' },
    z: strong ? 4 : 3,
  };
}
