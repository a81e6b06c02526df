// "What changes with a parameter?": one figure by the parameter's values, a line and a band for each runner, at one level
// of in_flight. Values are marked where they were measured, and written as the suite writes them.
import { cell_at, cell_measured_at, runners, sweeps } from '../data.js';
import { axis, axis_bytes, axis_duration, axis_number, draw_plot, is_narrow, log_axis, plot_of } from './chart.js';
import { lines_option } from './lines.js';

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
  return lines_option(lines, {
    narrow,
    left: 80,
    level: metric.ideal,
    heading: ({ value }) => `${view.parameter} ${value}`,
    axes: (colors) => ({ xAxis: value_axis(view, slice, colors, narrow), yAxis: figure_axis(lines, metric, colors) }),
  });
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
