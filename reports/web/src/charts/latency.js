// "What does the tail cost?": latency by percentile, on HdrHistogram's axis, the logarithm of 1 / (1 - p), so that p99
// and p99.9 are as far apart as p90 and p99.
import { cell_measured_at, decisions, runners, subjects } from '../data.js';
import { axis, axis_duration, base_option, is_narrow, line_series, log_axis, palette, show, tooltip_content, with_samples } from './chart.js';
import { label_series, label_width } from './labels.js';

const quantiles = [0.5, 0.9, 0.99, 0.999];
const place_of = (quantile) => Math.round(1 / (1 - quantile));  // 2, 10, 100, 1000
const name_of = (quantile) => `p${Number((quantile * 100).toPrecision(4))}`;

export function draw_latency(choice) {
  const lines = choice.runners
    .map((runner) => {
      const cell = cell_measured_at(choice.subject, choice.level, runner);
      return { runner, cell, points: cell?.latency ?? [] };
    })
    .filter(({ points }) => points.length);
  const decided = decisions[choice.subject][choice.level_index];
  show('latency', {
    heading: `— ${subjects[choice.subject].label}, ${choice.level} in flight`,
    sentence: lines.length ? decided.latency : 'No latencies were measured here.',
    table: {
      head: ['runner', ...quantiles.map(name_of)],
      rows: lines.map(({ runner, points }) => [
        runners[runner].shown,
        ...quantiles.map((quantile) => points.find(([point]) => point === quantile)?.[3] ?? ''),
      ]),
    },
    height: 340,
    option: lines.length ? option_for(lines, decided.runner) : null,
  });
}

function option_for(lines, strong) {
  const colors = palette();
  const narrow = is_narrow('latency');
  const ends = lines.map(({ runner, points }) => ({ runner, x: place_of(points.at(-1)[0]), y: points.at(-1)[1] }));
  const values = lines.flatMap(({ points }) => points.map(([, ns]) => ns)).filter((ns) => ns > 0);
  const places = quantiles.map(place_of);
  const last = Math.max(...ends.map(({ x }) => x), places[1]);
  return {
    ...base_option(colors),
    grid: { left: 76, right: label_width(ends, narrow), top: 14, bottom: 46 },
    tooltip: {
      ...base_option(colors).tooltip,
      trigger: 'axis',
      formatter: (hovered) => tooltip_of(hovered, lines, colors),
    },
    xAxis: axis(colors, 'percentile', {
      type: 'log',
      min: places[0],
      max: last,
      nameGap: 28,
      splitLine: { show: false },
      axisLabel: {
        color: colors.muted,
        customValues: places,
        formatter: (place) => name_of(1 - 1 / place),
        hideOverlap: true,
      },
      axisTick: { show: true, customValues: places, lineStyle: { color: colors.line } },
    }),
    yAxis: log_axis(colors, 'latency (logarithmic)', Math.min(...values) / 1.3, Math.max(...values) * 1.3, axis_duration, {
      nameGap: 56,
    }),
    series: [
      ...lines.map(({ runner, points }) =>
        line_series(runner, colors, runner === strong, points.map(([quantile, ns]) => [place_of(quantile), ns])),
      ),
      label_series(ends, colors, narrow, strong),
    ],
  };
}

function tooltip_of(hovered, lines, colors) {
  const shown = hovered.filter(({ seriesId }) => seriesId.startsWith('line-'));
  if (!shown.length) return '';
  const place = shown[0].value[0];
  const by_value = lines
    .map(({ runner, cell, points }) => ({ runner, cell, point: points.find(([quantile]) => place_of(quantile) === place) }))
    .filter(({ point }) => point)
    .sort((a, b) => b.point[1] - a.point[1]);
  return tooltip_content(
    `${name_of(1 - 1 / place)}, ${by_value[0].cell.level} in flight`,
    by_value.map(({ runner, cell, point }) => [colors.runners[runner], runners[runner].shown, with_samples(point[3], cell)]),
  );
}
