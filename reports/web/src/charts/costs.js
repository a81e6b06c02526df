// What a unit costs: a line for each runner on one logarithmic axis, in groups that are compared within themselves. A
// line has a mark for each of its values (memory in the process and in the kernel, a hop in memory and through pipes),
// and the values in words at its end.
import { costs, runners } from '../data.js';
import {
  axis, axis_bytes, axis_duration, base_option, draw_plot, is_narrow, log_axis, marker_shape, palette, short_name,
  tooltip_content, whisker,
} from './chart.js';

// On a narrow screen, name and words are above their line, which then has the full width.
const layouts = {
  wide: { row_height: 24, name: 200, size: 12, below: 0 },
  narrow: { row_height: 36, name: 12, size: 11, below: 8 },
};
const formats = { bytes: axis_bytes, duration: axis_duration };

export function draw_costs() {
  for (const view of costs) {
    const figure = `${view.id}-figure`;
    if (!document.querySelector(`#${figure} .plot`)) continue;  // there was nothing to draw
    const lines = lines_of(view);
    const narrow = is_narrow(figure);
    const layout = narrow ? layouts.narrow : layouts.wide;
    draw_plot(figure, lines.length * layout.row_height + 60, option_for(view, lines, layout, narrow));
  }
}

// Headings and rows from top to bottom. A single group needs no heading.
function lines_of({ groups }) {
  return groups.flatMap((group) => [
    ...(groups.length > 1 ? [{ heading: group.label }] : []),
    ...group.rows.map((row) => ({ group, row })),
  ]);
}

const drawn = (row) => row.values.map((value) => (value && value[0] > 0 ? value : null));

function words_of(row, narrow) {
  if (row.state) return row.state;
  return narrow || !row.remark ? row.text : `${row.text} · ${row.remark}`;
}

function option_for(view, lines, layout, narrow) {
  const colors = palette();
  const rows = lines.filter(({ row }) => row).map(({ row }) => row);
  const ends = rows.flatMap((row) => drawn(row).flatMap((value) => (value ? value.slice(0, 3) : []))).filter((end) => end > 0);
  const longest = Math.max(...rows.map((row) => words_of(row, narrow).length));
  return {
    ...base_option(colors),
    grid: { left: layout.name, right: narrow ? 12 : 14 + longest * 6.8, top: 6, bottom: 44 },
    tooltip: {
      ...base_option(colors).tooltip,
      trigger: 'item',
      formatter: ({ dataIndex }) => tooltip_of(lines[dataIndex], colors),
    },
    xAxis: log_axis(colors, narrow ? view.axis : `${view.axis} (logarithmic)`, Math.min(...ends) / 1.3, Math.max(...ends) * 1.3, formats[view.unit], {
      binary: view.unit === 'bytes',
      nameGap: 28,
    }),
    yAxis: axis(colors, '', {
      type: 'category',
      inverse: true,
      data: lines.map((_, index) => String(index)),
      splitLine: { show: false },
      axisLine: { show: false },
      axisLabel: {
        color: colors.ink,
        show: !narrow,
        margin: 12,
        interval: 0,
        fontSize: layout.size,
        formatter: (index) => (lines[index].row ? short_name(lines[index].row.runner, false) : ''),
      },
    }),
    series: [series_of(lines, Math.min(...ends), layout, colors, narrow)],
  };
}

function series_of(lines, lowest, layout, colors, narrow) {
  return {
    type: 'custom',
    id: 'lines',
    clip: false,
    z: 3,
    data: lines.map(({ row }, index) => [drawn(row ?? { values: [] }).find((value) => value)?.[0] ?? lowest, index]),
    renderItem(params, api) {
      const { row, heading } = lines[params.dataIndex];
      const center = api.coord([lowest, params.dataIndex])[1];
      const middle = center + layout.below;
      const { x: left, width } = params.coordSys;
      const right = left + width;
      if (!row) return text_at(4, middle, heading, { fill: colors.ink, font: `bold ${layout.size}px system-ui, sans-serif` });
      const style = { fill: row.state ? colors.muted : colors.ink, font: `${layout.size}px system-ui, sans-serif` };
      const words = narrow
        ? [text_at(left, center - 8, short_name(row.runner, true), style), text_at(right, center - 8, words_of(row, true), { ...style, align: 'right' })]
        : [text_at(right + 10, middle, words_of(row, false), style)];
      const values = drawn(row);
      const places = values.map((value) => value && api.coord([value[0], params.dataIndex])[0]);
      const known = places.filter((place) => place !== null);
      const color = colors.runners[row.runner];
      const children = words;
      if (known.length) {
        children.push(line(left, Math.min(...known), middle, { stroke: colors.line, lineWidth: 1 }));
        if (known.length > 1) children.push(line(Math.min(...known), Math.max(...known), middle, { stroke: color, lineWidth: 2 }));
      }
      values.forEach((value, series) => {
        if (!value) return;
        const [, low, high] = value;
        if (low > 0 && high > 0) children.push(whisker(api.coord([low, 0])[0], api.coord([high, 0])[0], middle, colors));
        children.push(mark(series, row.runner, places[series], middle, color, colors));
      });
      return { type: 'group', children };
    },
  };
}

/** The marks of a row's first, second and third value, the same as in the page's legend. */
function mark(series, runner, x, y, color, colors) {
  switch (series % 3) {
    case 0:
      return marker_shape(runner, x, y, 11, color);
    case 1: {
      const hollow = marker_shape(runner, x, y, 10, colors.surface);
      Object.assign(hollow.style, { stroke: color, lineWidth: 2, strokeNoScale: true });
      return hollow;
    }
    default:
      return { type: 'line', shape: { x1: x, y1: y - 7, x2: x, y2: y + 7 }, style: { stroke: color, lineWidth: 3 } };
  }
}

function line(from, to, y, style) {
  return { type: 'line', shape: { x1: from, y1: y, x2: to, y2: y }, style };
}

function text_at(x, y, text, style) {
  return { type: 'text', style: { x, y, text, verticalAlign: 'middle', ...style } };
}

function tooltip_of({ row, group, heading }, colors) {
  if (!row) return tooltip_content(heading, []);
  const told = group.series.map((name, index) => [colors.runners[row.runner], name, row.values[index]?.[3] ?? (row.state || 'no number')]);
  if (row.remark) told.push([colors.runners[row.runner], group.label, row.remark]);
  return tooltip_content(runners[row.runner].shown, told);
}
