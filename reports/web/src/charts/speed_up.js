// "How much faster?": a bar from 1x for each runner at one level, with its interval as a whisker and the ideal bound
// dashed.
import { cell_at, decisions, reference, reference_sentence, runners, subjects } from '../data.js';
import {
  axis, axis_number, base_option, is_narrow, log_axis, marker_shape, palette, short_name, show, tooltip_content,
  whisker, with_samples,
} from './chart.js';

const row_height = 30;

export function draw_speed_up(choice) {
  const found = choice.runners
    .map((runner) => ({ runner, cell: cell_at(choice.subject, choice.level, runner) }))
    .filter(({ cell }) => cell);
  found.sort((a, b) => (b.cell.speed_up?.[0] ?? 0) - (a.cell.speed_up?.[0] ?? 0));
  const bounded = found.find(({ cell, runner }) => cell.ideal && runner !== reference)?.cell;
  const measured = found.some(({ cell }) => cell.speed_up);
  const decided = decisions[choice.subject][choice.level_index];
  show('speed-up', {
    heading: `— ${subjects[choice.subject].label}, ${choice.level} in flight`,
    sentence: measured || !found.length ? decided.sentence : `No ratios to draw. ${reference_sentence}`,
    table: {
      head: ['runner', 'speed-up over sequential (95 % interval)', 'state'],
      rows: found.map(({ runner, cell }) => [runners[runner].shown, cell.speed_up?.[3] ?? '', cell.state]),
    },
    height: found.length * row_height + 74,
    option: measured ? option_for(found, bounded, decided.runner) : null,
  });
}

function option_for(found, bounded, strong) {
  const colors = palette();
  const narrow = is_narrow('speed-up');
  const values = found.flatMap(({ cell }) => (cell.speed_up ?? []).slice(0, 3)).filter((value) => value > 0);
  const low = Math.min(1, ...values) / 1.25;
  const high = Math.max(1, bounded?.ideal ?? 1, ...values);
  // The text beside the longest bar needs about a quarter of the width, whatever the range.
  const room = Math.max(1.5, (high / low) ** (narrow ? 0.45 : 0.14));
  return {
    ...base_option(colors),
    grid: { left: narrow ? 124 : 190, right: 12, top: 26, bottom: 44 },
    tooltip: {
      ...base_option(colors).tooltip,
      trigger: 'item',
      formatter: ({ dataIndex }) => {
        const { runner, cell } = found[dataIndex];
        const value = (key) => (cell[key] ? with_samples(cell[key][3], cell) : cell.state);
        const lines = [['speed-up', value('speed_up')], ['throughput', value('throughput')], ...(cell.note ? [['note', cell.note]] : [])];
        return tooltip_content(
          `${runners[runner].shown}, ${cell.level} in flight`,
          lines.map(([name, text]) => [colors.runners[runner], name, text]),
        );
      },
    },
    xAxis: log_axis(colors, 'speed-up over sequential (×, logarithmic)', low, high * room, axis_number, { nameGap: 28 }),
    yAxis: axis(colors, '', {
      type: 'category',
      inverse: true,
      data: found.map((_, index) => String(index)),
      splitLine: { show: false },
      axisLine: { show: false },
      axisLabel: {
        color: colors.ink,
        margin: 22,
        interval: 0,
        fontSize: narrow ? 11 : 12,
        formatter: (index) => short_name(found[index].runner, narrow),
      },
    }),
    series: [
      bars(found, colors, strong),
      ...(bounded ? [ideal_line(bounded, found.length, colors)] : []),
    ],
  };
}

function bars(found, colors, strong) {
  return {
    type: 'custom',
    id: 'bars',
    clip: false,
    z: 3,
    data: found.map(({ cell }, index) => [cell.speed_up?.[0] ?? 1, index]),
    renderItem(params, api) {
      const { runner, cell } = found[params.dataIndex];
      const [end, middle] = api.coord([api.value(0), params.dataIndex]);
      const start = api.coord([1, params.dataIndex])[0];
      const color = colors.runners[runner];
      const children = [marker_shape(runner, params.coordSys.x - 11, middle, 10, color)];
      const words = (x, text, fill) => ({
        type: 'text',
        style: {
          x,
          y: middle,
          text,
          fill,
          stroke: colors.surface,  // an outline where the ideal line passes
          lineWidth: 3,
          font: `${runner === strong ? 'bold ' : ''}12px system-ui, sans-serif`,
          verticalAlign: 'middle',
        },
      });
      if (!cell.speed_up) {
        children.push(words(start + 8, cell.state, colors.muted));
        return { type: 'group', children };
      }
      const [, low, high, text] = cell.speed_up;
      children.push({
        type: 'rect',
        shape: { x: Math.min(start, end), y: middle - 8, width: Math.max(Math.abs(end - start), 1), height: 16, r: 2 },
        style: { fill: color, opacity: cell.state === 'measured' ? 0.85 : 0.4 },
      });
      const right = high ? Math.max(start, api.coord([high, 0])[0]) : Math.max(start, end);
      if (low && high) children.push(whisker(api.coord([low, 0])[0], api.coord([high, 0])[0], middle, colors));
      children.push(words(right + 8, text.split(' ')[0] + (cell.state === 'measured' ? '' : ` (${cell.state})`), colors.ink));
      return { type: 'group', children };
    },
  };
}

function ideal_line(bounded, count, colors) {
  return {
    type: 'custom',
    id: 'ideal',
    silent: true,
    clip: false,
    z: 2,
    tooltip: { show: false },
    data: [[bounded.ideal, 0]],
    renderItem(params, api) {
      const { y, height } = params.coordSys;
      const x = api.coord([bounded.ideal, 0])[0];
      return {
        type: 'group',
        children: [
          {
            type: 'line',
            shape: { x1: x, y1: y - 4, x2: x, y2: y + height },
            style: { stroke: colors.ink, lineWidth: 1.25, lineDash: [4, 4] },
          },
          {
            type: 'text',
            style: {
              x,
              y: y - 8,
              text: `ideal ${bounded.ideal_text}`,
              fill: colors.ink,
              font: '12px system-ui, sans-serif',
              align: 'center',
              verticalAlign: 'bottom',
            },
          },
        ],
      };
    },
  };
}
