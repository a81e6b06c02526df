// The forest plot: a line for each cell with its change and interval on a logarithmic axis, and the margin as a band
// around no change. Shape and words repeat what the colour says.
import { color_of } from '../theme.js';
import { axis, axis_number, base_option, base_palette, draw_plot, is_narrow, log_ticks, tooltip_content, whisker } from './frame.js';

const figure = 'forest';
// On a narrow screen, the name is above its line, which then has the full width.
const layouts = {
  wide: { row_height: 24, name: 300, words: 190, size: 12, below: 0, letters: 44 },
  narrow: { row_height: 38, name: 12, words: 12, size: 11, below: 9, letters: 30 },
};
const marks = { slower: 'M-4 -5L5 0L-4 5Z', faster: 'M4 -5L-5 0L4 5Z', none: 'M-4 0A4 4 0 1 1 4 0A4 4 0 1 1 -4 0Z' };

/** `cells` each have an effect, [ratio, low, high], where low and high may be null. */
export function draw_forest(cells, margin) {
  if (!document.querySelector(`#${figure} .plot`) || cells.length === 0) return;  // there was nothing to draw
  const layout = is_narrow(figure) ? layouts.narrow : layouts.wide;
  draw_plot(figure, cells.length * layout.row_height + 64, option_for(cells, margin, layout));
}

// Names come from files: this makes one line without characters that change the direction of the text after it. Cells'
// names differ at either end, so a long one is cut in the middle.
function short_name(name, most) {
  const shown = name.replace(/[\s\u202a-\u202e\u2066-\u2069]+/g, ' ');
  if (shown.length <= most) return shown;
  const half = Math.floor((most - 1) / 2);
  return `${shown.slice(0, half)}…${shown.slice(-half)}`;
}

function range_of(cells, margin) {
  const ends = cells.flatMap(({ effect }) => effect.filter((end) => end > 0));
  const widest = Math.max(1 + 2 * margin, ...ends, ...ends.map((end) => 1 / end));
  return [1 / widest / 1.02, widest * 1.02];
}

// If 1, 2, 5 give no tick but 1 because the range is narrow, uses equal steps of a round percentage.
function ticks_of(low, high) {
  if (high > 3) return log_ticks(low, high);
  const step = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5].find((size) => (high - low) / size <= 8) ?? 0.5;
  const ticks = [];
  for (let tick = Math.ceil(low / step); tick * step <= high; ++tick) ticks.push(Number((tick * step).toFixed(2)));
  return ticks;
}

function option_for(cells, margin, layout) {
  const colors = { ...base_palette(), slower: color_of('slower'), faster: color_of('faster') };
  const [low, high] = range_of(cells, margin);
  const customValues = ticks_of(low, high);
  return {
    ...base_option(colors),
    grid: { left: layout.name, right: layout.words, top: 6, bottom: 46 },
    tooltip: {
      ...base_option(colors).tooltip,
      trigger: 'item',
      formatter: ({ dataIndex }) => tooltip_of(cells[dataIndex], colors),
    },
    xAxis: axis(colors, 'candidate / base (logarithmic)', {
      type: 'log',
      min: low,
      max: high,
      nameGap: 28,
      axisLabel: { color: colors.muted, customValues, formatter: axis_number, hideOverlap: true },
      axisTick: { show: true, customValues, lineStyle: { color: colors.line } },
    }),
    yAxis: axis(colors, '', {
      type: 'category',
      inverse: true,
      data: cells.map((_, index) => String(index)),
      splitLine: { show: false },
      axisLine: { show: false },
      axisLabel: { show: false },
    }),
    series: [band_of(margin, colors), rows_of(cells, layout, colors)],
  };
}

function band_of(margin, colors) {
  return {
    type: 'custom',
    id: 'band',
    silent: true,
    z: 1,
    tooltip: { show: false },
    data: [[1, 0]],
    renderItem(params, api) {
      const { y, height } = params.coordSys;
      const [left, middle, right] = [1 / (1 + margin), 1, 1 + margin].map((ratio) => api.coord([ratio, 0])[0]);
      return {
        type: 'group',
        children: [
          { type: 'rect', shape: { x: left, y, width: right - left, height }, style: { fill: colors.line, opacity: 0.55 } },
          { type: 'line', shape: { x1: middle, y1: y, x2: middle, y2: y + height }, style: { stroke: colors.ink, lineWidth: 1 } },
        ],
      };
    },
  };
}

function rows_of(cells, layout, colors) {
  const narrow = layout === layouts.narrow;
  const style = { fill: colors.ink, font: `${layout.size}px system-ui, sans-serif` };
  return {
    type: 'custom',
    id: 'cells',
    clip: false,
    z: 3,
    data: cells.map(({ effect }, index) => [effect[0], index]),
    renderItem(params, api) {
      const { name, effect, kind, text, label } = cells[params.dataIndex];
      const [x, center] = api.coord([effect[0], params.dataIndex]);
      const middle = center + layout.below;
      const { x: left, width } = params.coordSys;
      const color = colors[kind] ?? colors.muted;
      const words = narrow ? text : kind === 'none' ? text : `${text} · ${label}`;
      const children = [
        text_at(narrow ? left : left - 12, narrow ? center - 9 : middle, short_name(name, layout.letters), { ...style, align: narrow ? 'left' : 'right' }),
        text_at(left + width + (narrow ? 0 : 10), narrow ? center - 9 : middle, words, { ...style, align: narrow ? 'right' : 'left' }),
      ];
      if (effect[1] !== null) children.push(whisker(api.coord([effect[1], 0])[0], api.coord([effect[2], 0])[0], middle, colors));
      children.push({ type: 'path', x, y: middle, shape: { pathData: marks[kind] }, style: { fill: color } });
      return { type: 'group', children };
    },
  };
}

function text_at(x, y, text, style) {
  return { type: 'text', style: { x, y, text, verticalAlign: 'middle', ...style } };
}

function tooltip_of({ name, kind, text, interval, label }, colors) {
  const color = colors[kind] ?? colors.muted;
  const lines = [[color, 'change', text]];
  if (interval) lines.push([color, '95 % interval', interval]);
  lines.push([color, 'finding', label]);
  return tooltip_content(name, lines);
}
