// One cell over all runs: a dot for each run with its spread, the level of each segment, and the changes with their
// sizes.
import { color_of } from '../theme.js';
import { axis, axis_bytes, axis_duration_like, axis_number, base_option, base_palette, draw_plot, tooltip_content } from './frame.js';

const height = 240;

/** points: [run, value, low, high, lone, text], segments: [first run, last run, level], changes: [run, kind, text]. */
export function draw_trend(id, { points, segments, changes }, { kind, runs }) {
  const largest = points.reduce((most, [, , , high]) => Math.max(most, high), 0);
  const formats = { duration: axis_duration_like(largest), bytes: axis_bytes, number: axis_number };
  const colors = { ...base_palette(), slower: color_of('slower'), faster: color_of('faster'), dot: color_of('threads shade-0') };
  draw_plot(id, height, {
    ...base_option(colors),
    grid: { left: 66, right: 16, top: 26, bottom: 32 },
    tooltip: {
      ...base_option(colors).tooltip,
      trigger: 'item',
      formatter: ({ dataIndex }) => tooltip_of(points[dataIndex], runs, colors),
    },
    xAxis: axis(colors, '', {
      type: 'value',
      min: -0.5,
      max: runs.length - 0.5,
      splitLine: { show: false },
      axisLabel: { color: colors.muted, customValues: ticks_of(runs.length), formatter: (run) => runs[run]?.[1] ?? '', hideOverlap: true },
    }),
    yAxis: axis(colors, '', {
      type: 'value',
      scale: true,
      splitNumber: 4,
      axisLabel: { color: colors.muted, formatter: formats[kind] },
    }),
    series: [spreads(points, colors), dots(points, colors), levels(segments, colors), marks(changes, colors)],
  });
}

// Ticks at the first run, the last, and some between them: always at a run, so that there is a date to show.
function ticks_of(count) {
  const parts = Math.min(4, count - 1);
  return parts < 1 ? [0] : Array.from({ length: parts + 1 }, (_, part) => Math.round((part * (count - 1)) / parts));
}

const silent = { type: 'custom', silent: true, tooltip: { show: false } };

function spreads(points, colors) {
  return {
    ...silent,
    id: 'spreads',
    z: 1,
    encode: { x: 0, y: [2, 3] },
    data: points.map((point) => point.slice(0, 4)),
    renderItem: (params, api) => {
      const [x, top] = api.coord([api.value(0), api.value(3)]);
      const bottom = api.coord([api.value(0), api.value(2)])[1];
      return { type: 'line', shape: { x1: x, y1: top, x2: x, y2: bottom }, style: { stroke: colors.dot, opacity: 0.3, lineWidth: 1.5 } };
    },
  };
}

function dots(points, colors) {
  const size = points.length > 150 ? 4 : 6;
  return {
    type: 'line',
    id: 'dots',
    z: 3,
    symbol: 'circle',
    symbolSize: size,
    showAllSymbol: true,
    lineStyle: { width: 0 },
    data: points.map(([run, value, , , lone]) => ({
      value: [run, value],
      itemStyle: { color: lone ? colors.surface : colors.dot, borderColor: colors.dot, borderWidth: 1 },
    })),
  };
}

function levels(segments, colors) {
  return {
    ...silent,
    id: 'levels',
    z: 4,
    encode: { x: [0, 1], y: 2 },
    data: segments,
    renderItem: (params, api) => {
      const [left, y] = api.coord([api.value(0) - 0.4, api.value(2)]);
      const right = api.coord([api.value(1) + 0.4, api.value(2)])[0];
      return { type: 'line', shape: { x1: left, y1: y, x2: right, y2: y }, style: { stroke: colors.ink, lineWidth: 2 } };
    },
  };
}

function marks(changes, colors) {
  return {
    ...silent,
    id: 'marks',
    z: 2,
    clip: false,
    encode: { x: 0, y: [] },
    data: changes.map(([run]) => [run]),
    renderItem: (params, api) => {
      const [, kind, text] = changes[params.dataIndex];
      const x = api.coord([api.value(0) - 0.5, 0])[0];
      const { y, height: tall } = params.coordSys;
      const color = colors[kind] ?? colors.muted;
      return {
        type: 'group',
        children: [
          { type: 'line', shape: { x1: x, y1: y, x2: x, y2: y + tall }, style: { stroke: color, lineWidth: 1.5, lineDash: [5, 4] } },
          { type: 'text', style: { x, y: y - 4, text, fill: color, align: 'center', verticalAlign: 'bottom', font: '600 12px system-ui, sans-serif' } },
        ],
      };
    },
  };
}

function tooltip_of([run, , , , , text], runs, colors) {
  const [commit, date] = runs[run];
  return tooltip_content(date, [
    [colors.dot, 'commit', commit],
    [colors.dot, 'median', text],
  ]);
}
