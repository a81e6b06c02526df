// "How small may a task be?": efficiency by task size, a line and a band for each runner, with half of the peak as a
// dashed line.
import { granularities, runners } from '../data.js';
import {
  axis, axis_duration, base_option, draw_plot, is_narrow, line_series, log_axis, palette, tooltip_content,
} from './chart.js';
import { label_series, label_width } from './labels.js';
import { band, dashed_line } from './lines.js';

const half = 0.5;

export function draw_granularities() {
  for (const { id, curves } of granularities) {
    const lines = curves.map(({ runner, points }) => ({
      runner,
      points: points.map(([x, size, [median, low, high, text]]) => ({ x, size, median, low, high, text })),
    }));
    const figure = `${id}-figure`;
    draw_plot(figure, 420, option_for(lines, is_narrow(figure)));
  }
}

function option_for(lines, narrow) {
  const colors = palette();
  const ends = lines.map(({ runner, points }) => ({ runner, x: points.at(-1).x, y: points.at(-1).median }));
  const sizes = lines.flatMap(({ points }) => points.map(({ x }) => x));
  return {
    ...base_option(colors),
    grid: { left: 62, right: label_width(ends, narrow), top: 14, bottom: 46 },
    tooltip: {
      ...base_option(colors).tooltip,
      trigger: 'axis',
      formatter: (hovered) => tooltip_of(hovered, lines, colors),
    },
    xAxis: log_axis(colors, narrow ? 'task alone (log)' : 'what a task takes alone (logarithmic)', Math.min(...sizes), Math.max(...sizes), axis_duration, {
      nameGap: 28,
    }),
    yAxis: axis(colors, "% of the machine's peak", {
      type: 'value',
      min: 0,
      nameGap: 44,
      axisLabel: { color: colors.muted, formatter: (value) => `${Math.round(value * 100)} %` },
    }),
    series: [
      dashed_line(sizes[0], half, colors),
      ...lines.map(({ runner, points }) => band(runner, points, colors)),
      ...lines.map(({ runner, points }) => line_series(runner, colors, false, points.map(({ x, median }) => [x, median]))),
      label_series(ends, colors, narrow),
    ],
  };
}

function tooltip_of(hovered, lines, colors) {
  const shown = hovered.filter(({ seriesId }) => seriesId.startsWith('line-'));
  if (!shown.length) return '';
  const place = shown[0].value[0];
  const at_place = lines
    .map(({ runner, points }) => ({ runner, point: points.find(({ x }) => x === place) }))
    .filter(({ point }) => point)
    .sort((a, b) => b.point.median - a.point.median);
  return tooltip_content(
    `tasks of ${at_place[0].point.size}`,
    at_place.map(({ runner, point }) => [colors.runners[runner], runners[runner].shown, point.text]),
  );
}
