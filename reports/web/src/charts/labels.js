// Labels at the ends of lines, moved apart so that none overlaps another, each connected to its line's end by a thin
// connector. ECharts' own end labels overlap when several lines end close together, as they do when runners stop
// scaling.
import { marker_shape, short_name } from './chart.js';

/** Moves the sorted `places`, in place, until they are `gap` apart between `top` and `bottom`. */
export function spread(places, gap, top, bottom) {
  for (let i = 0; i < places.length; ++i) {
    places[i] = Math.max(places[i], i === 0 ? top : places[i - 1] + gap);
  }
  for (let i = places.length - 1; i >= 0; --i) {
    places[i] = Math.min(places[i], i === places.length - 1 ? bottom : places[i + 1] - gap);
  }
  return places;
}

/** A custom series that labels `ends`, a list of {runner, x, y} in the axes' units. */
export function label_series(ends, colors, narrow, strong) {
  const size = narrow ? 10 : 12;
  return {
    type: 'custom',
    id: 'labels',
    clip: false,
    silent: true,
    z: 5,
    tooltip: { show: false },
    data: ends.length ? [[ends[0].x, ends[0].y]] : [],
    renderItem(params, api) {
      const { x, y, width, height } = params.coordSys;
      const placed = ends.map((end) => ({ ...end, at: api.coord([end.x, end.y]) }));
      placed.sort((a, b) => a.at[1] - b.at[1]);
      const gap = Math.min(size + 4, (height + 20) / placed.length);
      const rows = spread(placed.map((end) => end.at[1]), gap, y, y + height + 4);
      const left = x + width + 14;
      const last = Math.max(...placed.map((end) => end.at[0]));
      const children = placed.flatMap((end, index) => [
        {
          type: 'polyline',
          // No connector for a line that ends early: it would look as if the runner went on at that height.
          ignore: end.at[0] < last - 1,
          shape: { points: [[end.at[0] + 6, end.at[1]], [x + width + 6, end.at[1]], [left, rows[index]]] },
          style: { stroke: colors.runners[end.runner], lineWidth: 1, opacity: 0.7, fill: 'none' },
        },
        marker_shape(end.runner, left + 6, rows[index], 8, colors.runners[end.runner]),
        {
          type: 'text',
          style: {
            x: left + 14,
            y: rows[index],
            text: short_name(end.runner, narrow),
            fill: colors.ink,
            font: `${end.runner === strong ? 'bold ' : ''}${size}px system-ui, sans-serif`,
            verticalAlign: 'middle',
          },
        },
      ]);
      return { type: 'group', children };
    },
  };
}

/** Space that the labels need to the right of the plot. */
export function label_width(ends, narrow) {
  const longest = Math.max(0, ...ends.map((end) => short_name(end.runner, narrow).length));
  return 36 + longest * (narrow ? 5.6 : 6.9);
}
