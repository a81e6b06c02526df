// "How small may a task be?": efficiency by task size, a line and a band for each runner, with half of the peak as a
// dashed line.
import { granularities } from '../data.js';
import { axis, axis_duration, draw_plot, is_narrow, log_axis } from './chart.js';
import { lines_option } from './lines.js';

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
  const sizes = lines.flatMap(({ points }) => points.map(({ x }) => x));
  return lines_option(lines, {
    narrow,
    left: 62,
    level: half,
    heading: ({ size }) => `tasks of ${size}`,
    axes: (colors) => ({
      xAxis: log_axis(colors, narrow ? 'task alone (log)' : 'what a task takes alone (logarithmic)', Math.min(...sizes), Math.max(...sizes), axis_duration, {
        nameGap: 28,
      }),
      yAxis: axis(colors, "% of the machine's peak", {
        type: 'value',
        min: 0,
        nameGap: 44,
        axisLabel: { color: colors.muted, formatter: (value) => `${Math.round(value * 100)} %` },
      }),
    }),
  });
}
