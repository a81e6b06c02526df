// What every chart shares: one ECharts instance each, the style sheet's colours, axes, and a tooltip made of text
// nodes, never of HTML strings. ECharts gets indices as names, so that no label can be misinterpreted.
import { color_of } from '../theme.js';
import { init } from './echarts.js';

const instances = new Map();

export function plot_of(id) {
  return document.querySelector(`#${id} .plot`);
}

/** General colours of the current theme, which belong to no runner. */
export function base_palette() {
  return { ink: color_of('ink'), muted: color_of('muted'), line: color_of('line'), surface: color_of('surface') };
}

/** Redraws when a plot's width changes, since narrow plots have shorter labels. */
export function observe_size(redraw) {
  const widths = new Map();
  const observer = new ResizeObserver((entries) => {
    let changed = false;
    for (const { target, contentRect } of entries) {
      changed ||= widths.has(target) && widths.get(target) !== contentRect.width;
      widths.set(target, contentRect.width);
    }
    if (changed) redraw();
  });
  for (const plot of document.querySelectorAll('.plot')) observer.observe(plot);
}

// A plot with the focus shows the values that the pointer would: arrow keys go from one to the next, Escape hides them.
function follow_keys(plot, chart) {
  let shown = 0;
  const tell = (step) => {
    const { series, tooltip } = chart.getOption();
    const counts = series.map(({ silent, data }) => (silent ? 0 : data.length));
    const count = Math.max(...counts);
    if (count < 1) return;
    shown = (shown + step + count) % count;
    const seriesIndex = counts.indexOf(count);
    if (tooltip[0].trigger === 'item') {
      chart.dispatchAction({ type: 'showTip', seriesIndex, dataIndex: shown });
      return;
    }
    // A point on the edge of the drawing counts as outside when rounding has moved it: stay inside by half a pixel.
    const [x, y] = chart.convertToPixel({ seriesIndex }, series[seriesIndex].data[shown]);
    chart.dispatchAction({ type: 'showTip', x: x + (x < chart.getWidth() / 2 ? 0.5 : -0.5), y: y + (y < chart.getHeight() / 2 ? 0.5 : -0.5) });
  };
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  const hide = () => chart.dispatchAction({ type: 'hideTip' });
  plot.tabIndex = 0;
  plot.addEventListener('focus', () => plot.matches(':focus-visible') && tell(0));
  plot.addEventListener('blur', hide);
  plot.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') hide();
    if (!(event.key in steps)) return;
    event.preventDefault();
    tell(steps[event.key]);
  });
}

/** Draws only the plot of a figure whose texts are in the page already. One that is folded is drawn when it opens. */
export function draw_plot(id, height, option) {
  const plot = plot_of(id);
  if (plot.clientWidth === 0) return;
  plot.style.height = `${height}px`;
  if (!instances.has(id)) {
    instances.set(id, init(plot, null, { renderer: 'svg' }));
    follow_keys(plot, instances.get(id));
  }
  const chart = instances.get(id);
  chart.resize();
  chart.setOption(option, { notMerge: true });
}

/** A tooltip's content: a title and lines of [color, name, text]. */
export function tooltip_content(title, lines) {
  const box = document.createElement('div');
  const heading = document.createElement('strong');
  heading.textContent = title;
  box.append(heading);
  for (const [color, name, text] of lines) {
    const line = document.createElement('div');
    const dot = document.createElement('span');
    dot.className = 'dot';
    dot.style.background = color;
    line.append(dot, `${name}: ${text}`);
    box.append(line);
  }
  return box;
}

export const is_narrow = (id) => plot_of(id).clientWidth < 480;

export const text_style = (colors, size = 12) => ({ color: colors.ink, fontSize: size, fontFamily: 'system-ui, sans-serif' });

/** Parts of the option that all charts share. */
export function base_option(colors) {
  return {
    animation: false,
    textStyle: text_style(colors),
    tooltip: {
      confine: true,
      backgroundColor: colors.surface,
      borderColor: colors.line,
      textStyle: text_style(colors),
      transitionDuration: 0,
    },
  };
}

export function axis(colors, name, more) {
  return {
    name,
    nameLocation: 'middle',
    nameTextStyle: { color: colors.muted },
    axisLine: { show: true, lineStyle: { color: colors.line } },
    axisTick: { show: false },
    axisLabel: { color: colors.muted },
    splitLine: { lineStyle: { color: colors.line, opacity: 0.6 } },
    minorTick: { show: false },
    ...more,
  };
}

/** Round values (1, 2, 5 · 10^n, or 2^n for bytes) within a range, at most seven of them. */
export function log_ticks(low, high, binary = false) {
  const base = binary ? 2 : 10;
  const log = (value) => Math.log(value) / Math.log(base);
  const ticks = [];
  for (let power = Math.floor(log(low)); power <= log(high); ++power) {
    for (const step of binary ? [1] : [1, 2, 5]) {
      const value = binary ? 2 ** power : Number(`${step}e${power}`);
      if (value >= low && value <= high) ticks.push({ value, whole: step === 1, power });
    }
  }
  const most = 7;
  if (ticks.length <= most) return ticks.map(({ value }) => value);
  const whole = ticks.filter((tick) => tick.whole);
  const every = Math.ceil(whole.length / most);
  return whole.filter(({ power }) => power % every === 0).map(({ value }) => value);
}

/** A logarithmic axis over exactly this range, with ticks that fit it. */
export function log_axis(colors, name, low, high, format, { binary, ...more } = {}) {
  const customValues = log_ticks(low, high, binary);
  return axis(colors, name, {
    type: 'log',
    min: low,
    max: high,
    axisLabel: { color: colors.muted, customValues, formatter: format, hideOverlap: true },
    axisTick: { show: true, customValues, lineStyle: { color: colors.line } },
    ...more,
  });
}

/** "12k", "0.5": for axes; all other numbers on the page were formatted by the analysis. */
export function axis_number(value) {
  for (const [unit, letter] of [[1e9, 'G'], [1e6, 'M'], [1e3, 'k']]) {
    if (Math.abs(value) >= unit) return `${Number((value / unit).toPrecision(3))}${letter}`;
  }
  return String(Number(value.toPrecision(3)));
}

const time_units = [[1e9, 's'], [1e6, 'ms'], [1e3, 'µs'], [1, 'ns']];
const time_unit_of = (ns) => time_units.find(([unit]) => ns >= unit) ?? time_units.at(-1);

export function axis_duration(ns) {
  return axis_duration_like(ns)(ns);
}

/** For a linear axis: all values in the unit of the largest. */
export function axis_duration_like(largest_ns) {
  const [unit, letters] = time_unit_of(largest_ns);
  return (ns) => `${Number((ns / unit).toPrecision(3))} ${letters}`;
}

export function axis_bytes(bytes) {
  for (const [unit, letters] of [[2 ** 30, 'GiB'], [2 ** 20, 'MiB'], [2 ** 10, 'KiB']]) {
    if (bytes >= unit) return `${Number((bytes / unit).toPrecision(3))} ${letters}`;
  }
  return `${bytes} B`;
}

/** An interval, as a line with caps at its ends. */
export function whisker(left, right, middle, colors) {
  const line = (x1, y1, x2, y2) => ({
    type: 'line',
    shape: { x1, y1, x2, y2 },
    style: { stroke: colors.ink, lineWidth: 1.5 },
  });
  return {
    type: 'group',
    children: [
      line(left, middle, right, middle),
      line(left, middle - 4, left, middle + 4),
      line(right, middle - 4, right, middle + 4),
    ],
  };
}
