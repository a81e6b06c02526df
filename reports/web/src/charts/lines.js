// Lines over a common axis: each line's interval as a band, and a horizontal level to compare with. Points are
// {x, median, low, high}; line_series() makes the lines themselves.
import { runners } from '../data.js';
import { base_option, line_series, palette, tooltip_content } from './chart.js';
import { label_series, label_width } from './labels.js';

/**
 * A chart of one line and band for each runner, labelled at its end, with one tooltip for all lines. `lines`: a runner's
 * number and its points, which have a `text` for the tooltip. `level`: where a dashed line is, or nothing. `axes(colors)`:
 * xAxis and yAxis. `heading(point)`: the tooltip's.
 */
export function lines_option(lines, { narrow, left, level, axes, heading }) {
  const colors = palette();
  const ends = lines.map(({ runner, points }) => ({ runner, x: points.at(-1).x, y: points.at(-1).median }));
  const base = base_option(colors);
  return {
    ...base,
    grid: { left, right: label_width(ends, narrow), top: 14, bottom: 46 },
    tooltip: { ...base.tooltip, trigger: 'axis', formatter: (hovered) => tooltip_of(hovered, lines, heading, colors) },
    ...axes(colors),
    series: [
      ...(level ? [dashed_line(lines[0].points[0].x, level, colors)] : []),
      ...lines.map(({ runner, points }) => band(runner, points, colors)),
      ...lines.map(({ runner, points }) => line_series(runner, colors, false, points.map(({ x, median }) => [x, median]))),
      label_series(ends, colors, narrow),
    ],
  };
}

function tooltip_of(hovered, lines, heading, colors) {
  const shown = hovered.filter(({ seriesId }) => seriesId.startsWith('line-'));
  if (!shown.length) return '';
  const place = shown[0].value[0];
  const at_place = lines
    .map(({ runner, points }) => ({ runner, point: points.find(({ x }) => x === place) }))
    .filter(({ point }) => point)
    .sort((a, b) => b.point.median - a.point.median);
  return tooltip_content(
    heading(at_place[0].point),
    at_place.map(({ runner, point }) => [colors.runners[runner], runners[runner].shown, point.text]),
  );
}

/** A dashed line across the plot at `y`. `x` may be any value on the axis. */
export function dashed_line(x, y, colors) {
  return {
    type: 'custom',
    id: 'dashed',
    silent: true,
    z: 1,
    tooltip: { show: false },
    data: [[x, y]],
    renderItem(params, api) {
      const { x: left, width } = params.coordSys;
      const height = api.coord([x, y])[1];
      return {
        type: 'line',
        shape: { x1: left, y1: height, x2: left + width, y2: height },
        style: { stroke: colors.ink, lineWidth: 1.25, lineDash: [4, 4] },
      };
    },
  };
}

/** The intervals of one runner as a band; a single point has a whisker instead. */
export function band(runner, points, colors) {
  const known = points.filter(({ low, high }) => low !== null && high !== null);
  return {
    type: 'custom',
    id: `band-${runner}`,
    silent: true,
    clip: true,
    z: 2,
    tooltip: { show: false },
    data: known.length ? [[known[0].x, known[0].median]] : [],
    renderItem(params, api) {
      const upper = known.map(({ x, high }) => api.coord([x, high]));
      const lower = known.map(({ x, low }) => api.coord([x, low])).reverse();
      const color = colors.runners[runner];
      if (known.length === 1) {
        return {
          type: 'line',
          shape: { x1: upper[0][0], y1: upper[0][1], x2: lower[0][0], y2: lower[0][1] },
          style: { stroke: color, lineWidth: 2 },
        };
      }
      return { type: 'polygon', shape: { points: [...upper, ...lower] }, style: { fill: color, opacity: 0.14 } };
    },
  };
}
