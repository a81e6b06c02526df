// "What changes with a parameter?": one figure by the parameter's values, a line and a band for each runner, at one level
// of in_flight. Values are marked where they were measured, and written as the suite writes them.
import { cell_at, cell_measured_at, runners, sweeps } from '../data.js';
import {
  axis, axis_bytes, axis_duration, axis_number, base_option, draw_plot, is_narrow, line_series, log_axis, palette, plot_of,
  tooltip_content,
} from './chart.js';
import { label_series, label_width } from './labels.js';
import { band, dashed_line } from './lines.js';

const metrics = {
  unit: { name: 'time per unit', format: axis_duration },
  throughput: { name: 'tasks per second', format: axis_number },
  // Of the bound at its own level: the reference's one cell says nothing about another level.
  efficiency: { name: '% of ideal bound', format: (value) => `${Math.round(value * 100)} %`, ideal: 1, find: cell_measured_at },
  cpu: { name: 'CPU time per task', format: axis_duration },
  memory: { name: 'peak memory', format: axis_bytes, binary: true },
};

const decade = 10;

const chooser = (view, name) => document.getElementById(`${view.id}-${name}`);

export function start_sweeps() {
  for (const view of sweeps) {
    for (const name of ['level', 'slice', 'metric']) chooser(view, name)?.addEventListener('change', () => draw(view));
  }
}

export function draw_sweeps() {
  for (const view of sweeps) draw(view);
}

function draw(view) {
  const level = Number(chooser(view, 'level').value);
  const slice = view.slices[Number(chooser(view, 'slice')?.value ?? 0)];
  const key = chooser(view, 'metric').value;
  const figure = `${view.id}-figure`;
  if (!(key in metrics)) {  // no cell has a number
    plot_of(figure).hidden = true;
    return;
  }
  document.querySelector(`#${figure}-sentence p:last-child`).textContent = slice.sentences[level];
  const lines = runners
    .map((_, runner) => ({ runner, points: points_of(slice, view.levels[level], runner, key) }))
    .filter(({ points }) => points.length);
  plot_of(figure).hidden = lines.length === 0;
  if (lines.length) draw_plot(figure, 420, option_for(view, slice, lines, metrics[key], is_narrow(figure)));
}

function points_of({ values }, level, runner, key) {
  const find = metrics[key].find ?? cell_at;
  return values.flatMap(([x, value, subject]) => {
    const number = find(subject, level, runner)?.[key];
    if (!number || !(number[0] > 0)) return [];
    const [median, low, high, text] = number;
    return [{ x, value, median, low, high, text }];
  });
}

function option_for(view, slice, lines, metric, narrow) {
  const colors = palette();
  const ends = lines.map(({ runner, points }) => ({ runner, x: points.at(-1).x, y: points.at(-1).median }));
  return {
    ...base_option(colors),
    grid: { left: 80, right: label_width(ends, narrow), top: 14, bottom: 46 },
    tooltip: {
      ...base_option(colors).tooltip,
      trigger: 'axis',
      formatter: (hovered) => tooltip_of(hovered, view, lines, colors),
    },
    xAxis: value_axis(view, slice, colors, narrow),
    yAxis: figure_axis(lines, metric, colors),
    series: [
      ...(metric.ideal ? [dashed_line(slice.values[0][0], metric.ideal, colors)] : []),
      ...lines.map(({ runner, points }) => band(runner, points, colors)),
      ...lines.map(({ runner, points }) => line_series(runner, colors, false, points.map(({ x, median }) => [x, median]))),
      label_series(ends, colors, narrow),
    ],
  };
}

// Labelled at the values that were measured. The axis gives a place back with a rounding error where it is logarithmic.
function value_axis(view, { values }, colors, narrow) {
  const places = values.map(([place]) => place);
  const nearest = (to) => values.reduce((best, value) => (Math.abs(value[0] - to) < Math.abs(best[0] - to) ? value : best));
  const manner = { linear: '', logarithmic: narrow ? ' (log)' : ' (logarithmic)', steps: narrow ? '' : ' (in equal steps)' };
  return axis(colors, view.parameter + manner[view.axis], {
    type: view.axis === 'logarithmic' ? 'log' : 'value',
    min: places[0],
    max: places.at(-1),
    nameGap: 28,
    splitLine: { show: false },
    axisLabel: { color: colors.muted, customValues: places, formatter: (place) => nearest(place)[1], hideOverlap: true },
    axisTick: { show: true, customValues: places, lineStyle: { color: colors.line } },
  });
}

// Logarithmic where the figures span more than a decade, otherwise from 0.
function figure_axis(lines, { name, format, ideal, binary }, colors) {
  const all = lines.flatMap(({ points }) => points.flatMap(({ low, median, high }) => [low ?? median, median, high ?? median]));
  const positive = all.filter((value) => value > 0);
  const least = Math.min(...positive);
  const most = Math.max(...positive);
  if (!ideal && most > decade * least) {
    return log_axis(colors, `${name} (logarithmic)`, least / 1.2, most * 1.2, format, { binary, nameGap: 58 });
  }
  return axis(colors, name, {
    type: 'value',
    min: 0,
    nameGap: 58,
    axisLabel: { color: colors.muted, formatter: format },
  });
}

function tooltip_of(hovered, view, lines, colors) {
  const shown = hovered.filter(({ seriesId }) => seriesId.startsWith('line-'));
  if (!shown.length) return '';
  const place = shown[0].value[0];
  const at_place = lines
    .map(({ runner, points }) => ({ runner, point: points.find(({ x }) => x === place) }))
    .filter(({ point }) => point)
    .sort((a, b) => b.point.median - a.point.median);
  return tooltip_content(
    `${view.parameter} ${at_place[0].point.value}`,
    at_place.map(({ runner, point }) => [colors.runners[runner], runners[runner].shown, point.text]),
  );
}
