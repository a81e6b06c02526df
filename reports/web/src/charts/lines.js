// Additions to lines over a common axis: each line's interval as a band, and a horizontal level to compare with. Points
// are {x, median, low, high}; line_series() makes the lines themselves.

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
