// "Does it scale?": one metric by tasks in flight, a line and a band for each runner. The default is % of ideal on a
// linear axis: throughput on two logarithmic axes would hide the knees that this chart is meant to show.
import { cell_at, decisions, levels, runners, subjects } from '../data.js';
import {
  axis, axis_bytes, axis_duration, axis_number, base_option, is_narrow, line_series, log_axis, palette, show,
  tooltip_content, with_samples,
} from './chart.js';
import { label_series, label_width } from './labels.js';
import { band, dashed_line } from './lines.js';

const metrics = {
  efficiency: { name: '% of ideal bound', format: (value) => `${Math.round(value * 100)} %`, ideal: 1 },
  throughput: { name: 'tasks per second', format: axis_number },
  cpu: { name: 'CPU time per task', format: axis_duration, logarithmic: true },
  memory: { name: 'peak memory', format: axis_bytes, logarithmic: true, binary: true },
};

export function draw_scaling(choice) {
  const metric = metrics[choice.metric];
  const lines = choice.runners
    .map((runner) => ({ runner, points: points_of(choice.subject, runner, choice.metric) }))
    .filter(({ points }) => points.length);
  const known = subjects[choice.subject];
  show('scaling', {
    heading: `— ${known.label}`,
    sentence: lines.length ? known.sentence : 'Nothing to draw for this choice.',
    table: {
      head: ['runner', ...levels.map((level) => `${level} in flight`)],
      rows: lines.map(({ runner }) => [
        runners[runner].shown,
        ...levels.map((level) => own_cell(choice.subject, level, runner)?.[choice.metric]?.[3] ?? ''),
      ]),
    },
    height: 340,
    option: lines.length ? option_for(lines, metric, decisions[choice.subject][choice.level_index].runner) : null,
  });
}

// Only a cell measured at that level: the reference's cell (level 1) must not appear as a point at other levels.
function own_cell(subject, level, runner) {
  const cell = cell_at(subject, level, runner);
  return cell?.level === level ? cell : undefined;
}

function points_of(subject, runner, metric) {
  return levels.flatMap((level) => {
    const cell = own_cell(subject, level, runner);
    const value = cell?.[metric];
    return value && value[0] > 0 ? [{ x: level, median: value[0], low: value[1], high: value[2], text: value[3], cell }] : [];
  });
}

function option_for(lines, metric, strong) {
  const colors = palette();
  const narrow = is_narrow('scaling');
  const ends = lines.map(({ runner, points }) => ({ runner, x: points.at(-1).x, y: points.at(-1).median }));
  return {
    ...base_option(colors),
    grid: { left: metric.logarithmic ? 80 : 62, right: label_width(ends, narrow), top: 14, bottom: 46 },
    tooltip: {
      ...base_option(colors).tooltip,
      trigger: 'axis',
      formatter: (hovered) => tooltip_of(hovered, lines, metric, colors),
    },
    xAxis: axis(colors, narrow ? 'in flight (log2)' : 'tasks in flight (log2)', {
      type: 'log',
      logBase: 2,
      min: levels[0],
      max: Math.max(levels.at(-1), levels[0] * 2),
      nameGap: 28,
      splitLine: { show: false },
      axisLabel: { color: colors.muted, customValues: levels, formatter: String, hideOverlap: true },
      axisTick: { show: true, customValues: levels, lineStyle: { color: colors.line } },
    }),
    yAxis: value_axis(lines, metric, colors),
    series: [
      ...(metric.ideal ? [dashed_line(levels[0], metric.ideal, colors)] : []),
      ...lines.map(({ runner, points }) => band(runner, points, colors)),
      ...lines.map(({ runner, points }) =>
        line_series(runner, colors, runner === strong, points.map(({ x, median }) => [x, median])),
      ),
      label_series(ends, colors, narrow, strong),
    ],
  };
}

function value_axis(lines, metric, colors) {
  const values = lines.flatMap(({ points }) => points.flatMap(({ low, median, high }) => [low ?? median, high ?? median]));
  const positive = values.filter((value) => value > 0);
  if (metric.logarithmic) {
    return log_axis(colors, `${metric.name} (logarithmic)`, Math.min(...positive) / 1.2, Math.max(...positive) * 1.2, metric.format, {
      binary: metric.binary,
      nameGap: 58,
    });
  }
  return axis(colors, metric.name, {
    type: 'value',
    min: 0,
    nameGap: 44,
    axisLabel: { color: colors.muted, formatter: metric.format },
  });
}

function tooltip_of(hovered, lines, metric, colors) {
  const shown = hovered.filter(({ seriesId }) => seriesId.startsWith('line-'));
  if (!shown.length) return '';
  const level = shown[0].value[0];
  const by_value = lines
    .map(({ runner, points }) => ({ runner, point: points.find((point) => point.x === level) }))
    .filter(({ point }) => point)
    .sort((a, b) => b.point.median - a.point.median);
  return tooltip_content(
    `${level} in flight: ${metric.name}`,
    by_value.map(({ runner, point }) => [colors.runners[runner], runners[runner].shown, with_samples(point.text, point.cell)]),
  );
}
