// Invented results.json files for the browser tests. The numbers come from a crude model of each family (what a task
// costs, how far a model scales) with seeded noise: plausible, but not measured.
//
// node fixture.mjs FILE writes the large one.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const cores = 8;

const runners = [
  ['sequential', 'sequential', 1],
  ['thread_pool', 'threads', 2],
  ['thread_per_task', 'threads', 3],
  ['tbb_tasks', 'threads', 4],
  ['coroutines', 'event_loop', 5],
  ['coroutine_per_task', 'event_loop', 6],
  ['process_pool', 'processes', 7],
  ['process_per_task', 'processes', 8],
  ['coroutines_multi_thread', 'event_loop', 9],
  ['loop_per_core', 'event_loop', 10],
  ['prefork_loops', 'hybrid', 11],
];

// name, kind, CPU and wait of a task in ns
const workloads = [
  ['noop', 'floor', 40, 0],
  ['cpu_primes', 'cpu', 210_000, 0],
  ['cpu_hash', 'cpu', 160_000, 0],
  ['cpu_matmul', 'cpu', 450_000, 0],
  ['cpu_mandelbrot', 'cpu', 300_000, 0],
  ['io_sleep', 'io', 6_000, 5_000_000],
  ['io_echo', 'io', 14_000, 1_000_000],
  ['io_file_read', 'io', 9_000, 60_000],
  ['mixed_fetch_hash', 'mixed', 210_000, 1_000_000],
];

// What a task costs beside its work (ns), what waiting costs it in switches (ns), the cores it can use, and the in_flight
// at which it begins to choke.
const models = {
  sequential: [10, 4_000, 1, 1],
  thread_pool: [700, 9_000, cores, 300],
  thread_per_task: [21_000, 11_000, cores, 220],
  tbb_tasks: [350, 10_000, cores, 260],
  coroutines: [900, 1_500, 1, 8192],
  coroutine_per_task: [1400, 2_000, 1, 8192],
  process_pool: [1600, 12_000, cores * 0.96, 180],
  process_per_task: [210_000, 14_000, cores * 0.9, 90],
  coroutines_multi_thread: [2600, 5_000, cores * 0.7, 4096],
  loop_per_core: [1000, 1_800, cores, 8192],
  prefork_loops: [1100, 1_900, cores * 1.02, 6000],
};

/** A small generator, so that the same seed gives the same file everywhere (mulberry32). */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function row_of(workload, runner, in_flight, sample, samples, noise) {
  const [name, , cpu, wait] = workload;
  const [overhead, switching, usable, knee] = models[runner];
  const choke = 1 + (in_flight / knee) ** 1.5 / 4;
  const per_task = (cpu + overhead + (wait > 0 ? switching : 0)) * choke;
  const ideal = 1e9 * Math.min(in_flight / (wait + cpu), cores / cpu);
  const rate = 1e9 * Math.min(in_flight / (wait + per_task), usable / per_task) * (1 + (noise() - 0.5) * 0.03);
  const latency = (1e9 * in_flight) / rate;
  const tail = 1 + choke * 0.25 + noise() * 0.05;
  return {
    ...identity(name, runner, in_flight, sample, samples),
    iterations: 20 * in_flight,
    real_time: 1e9 / rate,
    cpu_time: per_task,
    label: 'backend=io_uring',
    items_per_second: rate,
    latency_ns_p50: latency * 0.97,
    latency_ns_p90: latency * tail,
    latency_ns_p99: latency * tail ** 2,
    latency_ns_p99_9: latency * tail ** 3.2,
    latency_ns_max: latency * tail ** 4,
    latency_ns_mean: latency,
    cpu_user_ns_per_task: per_task * 0.7,
    cpu_system_ns_per_task: per_task * 0.3,
    cores_busy: (rate * per_task) / 1e9,
    switches_voluntary_per_task: wait > 0 ? 1.1 : 0.01,
    switches_involuntary_per_task: 0.01,
    faults_minor_per_task: 0.2,
    faults_major_per_task: 0,
    memory_peak_bytes_largest: 6e6 + in_flight * 9000,
    memory_peak_bytes_sum: (6e6 + in_flight * 9000) * (runner.startsWith('pro') || runner.startsWith('pre') ? cores : 1),
    suite_memory_bytes: 1e6,
    efficiency: rate / ideal,
    ideal_per_second: ideal,
    ideal_cpu_ns: cpu,
    ideal_wait_ns: wait,
    peer_bound: 0,
    foreign_cpu_share: 0.004,
    contaminated: 0,
    tasks: 20_000,
    in_flight_slots: in_flight,
    slots: in_flight,
    workers: Math.min(in_flight, cores),
    cores,
    timer_slack_ns: 50_000,
    ramp_share: 0.02,
    setup_s: 0.01,
    warm_up_s: 0.02,
    teardown_s: 0.001,
    measured_s: 0.1,
  };
}

function identity(workload, runner, in_flight, sample, samples) {
  const name = `${workload}/${runner}/in_flight:${in_flight}`;
  return {
    name,
    run_name: name,
    run_type: 'iteration',
    family_index: 0,
    per_family_instance_index: 0,
    repetitions: samples,
    repetition_index: sample,
    threads: 1,
    time_unit: 'ns',
    workload,
    runner,
    in_flight,
    parameters: {},
    sample,
    round: sample,
  };
}

function failed(workload, runner, in_flight, sample, samples, failure, message) {
  return {
    ...identity(workload, runner, in_flight, sample, samples),
    iterations: 0,
    real_time: 0,
    cpu_time: 0,
    error_occurred: true,
    error_message: message,
    failure,
  };
}

/** A run. `rename` replaces names everywhere: for hostile ones. */
export function results({
  samples = 8,
  levels = [1, 16, 128, 1024],
  use_workloads = workloads.map(([name]) => name),
  use_runners = runners.map(([name]) => name),
  rename = (name) => name,
  cpu_model = 'Invented CPU 8',
  run_id = '2026-01-02T03-04-05Z-test-data',
  audit = usual_audit,
  with_failures = true,
} = {}) {
  const noise = random(42);
  const rows = [];
  for (const workload of workloads.filter(([name]) => use_workloads.includes(name))) {
    for (const [runner] of runners.filter(([name]) => use_runners.includes(name))) {
      for (const level of runner === 'sequential' ? [1] : levels) {
        rows.push(...rows_of(workload, runner, level, samples, noise, with_failures));
      }
    }
  }
  for (const row of rows) {
    row.workload = rename(row.workload);
    row.runner = rename(row.runner);
    row.name = row.run_name = `${row.workload}/${row.runner}/in_flight:${row.in_flight}`;
    if (row.error_message) row.error_message = rename(row.error_message);
  }
  return { context: context_of({ samples, rename, cpu_model, run_id, audit, use_workloads, use_runners }), benchmarks: rows };
}

function rows_of(workload, runner, level, samples, noise, with_failures) {
  const [name] = workload;
  if (with_failures && name === 'io_file_read' && runner === 'loop_per_core') {
    return [failed(name, runner, level, 0, samples, 'unsupported', 'unsupported: the loop reads files on one ring only')];
  }
  return Array.from({ length: samples }, (_, sample) => {
    const crashes = with_failures && runner === 'process_per_task' && level === 1024 && name === 'io_echo';
    if (crashes) return failed(name, runner, level, sample, samples, 'crash', 'killed by SIGSEGV');
    return row_of(workload, runner, level, sample, samples, noise);
  });
}

export const usual_audit = [
  { check: 'governor', title: 'CPU governor', status: 'warning', finding: 'The governor is powersave.', mend: 'cpupower frequency-set -g performance' },
  { check: 'load', title: 'Load at start', status: 'passed', finding: 'The machine was idle.', mend: '' },
  { check: 'limits', title: 'Open files', status: 'passed', finding: '1048576 files may be open.', mend: '' },
];

function context_of({ samples, rename, cpu_model, run_id, audit, use_workloads, use_runners }) {
  const described = (list, used) => list.filter(([name]) => used.includes(name));
  return {
    date: '2026-01-02T03:04:05+00:00',
    host_name: 'test-data',
    executable: 'interleave-bench',
    num_cpus: cores,
    mhz_per_cpu: 3800,
    cpu_scaling_enabled: false,
    caches: [],
    load_avg: [0.1, 0.1, 0.1],
    library_build_type: 'release',
    interleave: {
      schema_version: 1,
      suite_version: '0.1.0',
      run_id,
      started: '2026-01-02T03:04:05Z',
      finished: '2026-01-02T03:14:05Z',
      run_seconds: 600,
      complete: true,
      seed: 42,
      arguments: ['run', '--full'],
      samples_per_cell: samples,
      sample_time_s: 0.1,
      placement: 'free',
      profile: 'full',
      workloads: described(workloads, use_workloads).map(([name, kind, , wait]) => ({
        name: rename(name),
        kind,
        summary: `Invented ${kind} work`,
        declared_wait_ns: wait,
        parameters: [],
      })),
      runners: described(runners, use_runners).map(([name, family, simplicity]) => ({
        name: rename(name),
        family,
        summary: `Invented numbers for ${rename(name)}`,
        idiom: 'none',
        simplicity,
      })),
      build: { compiler: 'g++ 12.2.0', build_type: 'Release', flags: '-O3', sanitizer: '', versions: { asio: '1.22.1' }, backend: 'sockets epoll, files io_uring' },
      calibration: described(workloads, use_workloads).map(([name, , cpu, wait]) => ({
        workload: rename(name),
        parameters: {},
        cpu_ns: cpu,
        wait_ns: wait,
        declared_wait_ns: wait,
        warning: null,
      })),
      machine: {
        host: 'test-data', cpu_model, cores_usable: cores, cores_online: cores, smt: 'off', governor: 'powersave', turbo: 'on',
        load_at_start: 0.1, kernel: 'Linux 6.1.0', os: 'Debian GNU/Linux 12', virtualization: 'none', memory_bytes: 34359738368,
        clocksource: 'tsc', allocator: 'glibc 2.36', timer_slack_ns: 50000,
        limits: { open_files: 1048576, processes: 62000, map_count: 65530, pid_max: 4194304, threads_max: 124000 },
        cgroup_cpu_quota: null,
      },
      audit,
      ceilings: [{ model: 'thread_per_task', count: 32000, limit: 'map_count' }],
      overhead: { driver_ms_per_sample_median: 6.1, driver_ms_per_sample_p90: 8.4 },
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(process.argv[2], JSON.stringify(results()));
