// The table of all cells, as CSV with full numbers in base units.
import { cells, runners, subjects } from './data.js';
import { start_rows } from './rows.js';

const interval = (name, key) => [
  [name, (cell) => cell[key]?.[0]],
  [`${name}_low`, (cell) => cell[key]?.[1]],
  [`${name}_high`, (cell) => cell[key]?.[2]],
];
const latency = (name, quantile) => [
  [`latency_ns_${name}`, (cell) => cell.latency.find(([point]) => point === quantile)?.[1]],
];
const csv_columns = [
  ['workload', (cell) => subjects[cell.subject].label],
  ['shape', (cell) => subjects[cell.subject].shape],
  ['runner', (cell) => runners[cell.runner].name],
  ['in_flight', (cell) => cell.level],
  ['state', (cell) => cell.state],
  ['samples_good', (cell) => cell.good],
  ['samples_failed', (cell) => cell.failed],
  ...interval('throughput_per_s', 'throughput'),
  ...interval('speed_up', 'speed_up'),
  ...interval('efficiency', 'efficiency'),
  ...latency('p50', 0.5),
  ...latency('p90', 0.9),
  ...latency('p99', 0.99),
  ...latency('p99_9', 0.999),
  ['latency_ns_max', (cell) => cell.latency_max],
  ['units_per_task', (cell) => cell.units],
  ...interval('unit_ns', 'unit'),
  ...interval('cpu_ns_per_task', 'cpu'),
  ...interval('memory_peak_bytes', 'memory'),
  ['cores_busy', (cell) => cell.cores],
  ['note', (cell) => cell.note],
];

export function start_table() {
  start_rows(csv_columns, cells);
}
