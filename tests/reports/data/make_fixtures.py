#!/usr/bin/env python3
"""Writes the result files that the tests of reports/ read, from a small model of a machine with a fixed seed.

    python3 make_fixtures.py        (in this folder; needs nothing but Python)

The numbers are invented; their shape follows real runs: a wait of 1 ms per request, 200 us of computing, two cores.
google_benchmark.json is not made here: Google Benchmark 1.7.1 wrote it (see google_benchmark.cpp).
"""
import json
import random

CORES = 2
# name, family, simplicity, cost of a task in ns that the model itself adds
RUNNERS = {
    "sequential": ("sequential", 1, 20),
    "thread_pool": ("threads", 3, 900),
    "process_pool": ("processes", 5, 1500),
    "coroutines": ("event_loop", 4, 400),
    "prefork_loops": ("hybrid", 9, 450),
}
# name, kind, cpu ns, wait ns
WORKLOADS = {
    "noop": ("floor", 1, 0),
    "cpu_primes": ("cpu", 220_000, 0),
    "io_echo": ("io", 9_000, 1_000_000),
    "io_file_read": ("io", 14_000, 90_000),
    "mixed_fetch_hash": ("mixed", 205_000, 1_000_000),
}
PARAMETERS = {
    "io_echo": [{"name": "delay", "unit": "duration", "default": "1ms", "value": "1ms", "help": "service delay of the peer"}],
    "mixed_fetch_hash": [{"name": "work", "unit": "duration", "default": "200us", "value": "200us", "help": "computing per task"}],
}
SAMPLES = 6  # the fewest that a statement can rest on


def significant(value):
    return float(f"{value:.5g}")


def rate(workload, runner, in_flight):
    _, cpu, wait = WORKLOADS[workload]
    cpu += RUNNERS[runner][2]
    # One thread for an event loop, two workers for the hybrid, as many as in flight for pools.
    cores = {"sequential": 1, "coroutines": 1, "prefork_loops": CORES}.get(runner, min(CORES, in_flight))
    slots = 1 if runner == "sequential" else in_flight
    if runner == "thread_pool":
        cpu += 60 * max(0, in_flight - 8)
    if workload == "io_file_read" and runner == "coroutines":
        cpu += 9_000
    return min(slots / (cpu + wait) * 1e9, cores / cpu * 1e9)


def ideal(workload, in_flight):
    _, cpu, wait = WORKLOADS[workload]
    return min(in_flight / (cpu + wait), CORES / cpu) * 1e9


def row(rng, workload, runner, in_flight, sample, samples, spread, parameters):
    _, cpu, wait = WORKLOADS[workload]
    per_second = rate(workload, runner, in_flight) * (1 + rng.uniform(-spread, spread))
    tasks = max(20 * in_flight, int(per_second / 10))
    cpu_ns = cpu + RUNNERS[runner][2]
    mean = (1 if runner == "sequential" else in_flight) / per_second * 1e9
    result = head(workload, runner, in_flight, sample, samples, parameters)
    result.update({
        "iterations": tasks, "real_time": significant(1e9 / per_second), "cpu_time": cpu_ns, "time_unit": "ns",
        "items_per_second": significant(per_second),
        "latency_ns_p50": significant(mean * 0.98), "latency_ns_p90": significant(mean * 1.3),
        "latency_ns_max": significant(mean * 6), "latency_ns_mean": significant(mean),
        "cpu_user_ns_per_task": significant(cpu_ns * 0.8), "cpu_system_ns_per_task": significant(cpu_ns * 0.2),
        "cores_busy": significant(per_second * cpu_ns / 1e9),
        "switches_voluntary_per_task": 0 if wait == 0 else significant(1 / in_flight),
        "switches_involuntary_per_task": 0.001, "faults_minor_per_task": 0.01, "faults_major_per_task": 0,
        "memory_peak_bytes_largest": 6_000_000 + 40_000 * in_flight,
        "memory_peak_bytes_sum": (6_000_000 + 40_000 * in_flight) * (3 if RUNNERS[runner][0] in ("processes", "hybrid") else 1),
        "efficiency": significant(per_second / ideal(workload, in_flight)), "ideal_per_second": significant(ideal(workload, in_flight)),
        "ideal_cpu_ns": cpu, "ideal_wait_ns": wait,
        "foreign_cpu_share": 0.01, "contaminated": 0, "tasks": tasks, "slots": in_flight, "workers": CORES, "cores": CORES,
        "setup_s": 0.002, "warm_up_s": 0.01, "measured_s": 0.1,
    })
    if tasks >= 1000:
        result["latency_ns_p99"] = significant(mean * 2.2)
    if tasks >= 10000:
        result["latency_ns_p99_9"] = significant(mean * 3.5)
    if workload.startswith(("io_echo", "mixed")):
        result["peer_cores_busy"] = 0.2
        result["peer_bound"] = 0
    if runner in ("coroutines", "prefork_loops") and workload == "io_file_read":
        result["label"] = "backend=io_uring"
    return result


def head(workload, runner, in_flight, sample, samples, parameters):
    name = f"{workload}/{runner}/in_flight:{in_flight}"
    for key, value in parameters.items():
        default = next((p["default"] for p in PARAMETERS.get(workload, []) if p["name"] == key), None)
        if value != default:
            name += f"/{key}:{value}"
    return {"name": name, "run_name": name, "run_type": "iteration", "repetitions": samples, "repetition_index": sample,
            "threads": 1, "workload": workload, "runner": runner, "in_flight": in_flight, "parameters": parameters,
            "sample": sample, "round": sample}


def failed(workload, runner, in_flight, sample, samples, parameters, failure, message):
    result = head(workload, runner, in_flight, sample, samples, parameters)
    result.update({"iterations": 0, "real_time": 0, "cpu_time": 0, "time_unit": "ns", "error_occurred": True,
                   "error_message": message, "failure": failure})
    return result


def document(rows, workloads, runners, samples, run_id, arguments, **changes):
    suite = {
        "schema_version": 1, "suite_version": "0.1.0", "run_id": run_id, "started": "2026-11-20T14:00:00Z",
        "finished": "2026-11-20T14:01:11Z", "run_seconds": 71.2, "complete": True, "seed": 42, "arguments": arguments,
        "samples_per_cell": samples, "sample_time_s": 0.1, "placement": "free", "profile": "quick",
        "workloads": [{"name": w, "kind": WORKLOADS[w][0], "summary": f"what {w} does", "declared_wait_ns": WORKLOADS[w][2],
                       "parameters": PARAMETERS.get(w, [])} for w in workloads],
        "runners": [{"name": r, "family": RUNNERS[r][0], "summary": f"how {r} runs it", "idiom": "", "simplicity": RUNNERS[r][1]}
                    for r in runners],
        "build": {"compiler": "g++ 12.2.0", "build_type": "Release", "flags": "-O3 -DNDEBUG", "sanitizer": "",
                  "versions": {"asio": "1.22.1", "benchmark": "1.7.1"}, "backend": "sockets epoll, files io_uring"},
        "calibration": [{"workload": w, "parameters": defaults(w), "cpu_ns": WORKLOADS[w][1], "wait_ns": WORKLOADS[w][2],
                         "declared_wait_ns": WORKLOADS[w][2], "warning": None} for w in workloads],
        "machine": {"host": "lab-7", "cpu_model": "Example CPU 7700", "cores_usable": CORES, "cores_online": CORES, "smt": "off",
                    "governor": "performance", "turbo": "off", "load_at_start": 0.08, "kernel": "Linux 6.1.0-26-amd64",
                    "os": "Debian GNU/Linux 12", "virtualization": "none", "memory_bytes": 8589934592, "clocksource": "tsc",
                    "allocator": "glibc 2.36", "timer_slack_ns": 50000,
                    "limits": {"open_files": 1024, "processes": 31000, "map_count": 65530, "pid_max": 4194304, "threads_max": 62000},
                    "cgroup_cpu_quota": None},
        "audit": [{"check": "governor", "title": "CPU governor", "status": "passed", "finding": "The governor is performance.", "mend": ""},
                  {"check": "open_files", "title": "Open files", "status": "warning",
                   "finding": "At most 1024 open files: cells beyond about 1000 in flight can't run.", "mend": "ulimit -n 65536"}],
        "ceilings": [{"model": "thread_per_task", "count": 32000, "limit": "pid_max"}],
        "overhead": {"driver_ms_per_sample_median": 4.1, "driver_ms_per_sample_p90": 6.3},
    }
    suite.update(changes)
    return {"context": {"date": "2026-11-20T14:00:00+00:00", "host_name": "lab-7", "executable": "interleave-bench",
                        "num_cpus": CORES, "mhz_per_cpu": 3800, "cpu_scaling_enabled": False, "caches": [],
                        "load_avg": [0.08, 0.03, 0.01], "library_build_type": "release", "interleave": suite},
            "benchmarks": rows}


def defaults(workload):
    return {p["name"]: p["default"] for p in PARAMETERS.get(workload, [])}


def measured(rng, workloads, runners, levels, samples, spread=0.008, parameters=None):
    rows = []
    for sample in range(samples):
        for workload in workloads:
            for runner in runners:
                for level in [1] if runner == "sequential" else levels:
                    rows.append(row(rng, workload, runner, level, sample, samples, spread,
                                    {**defaults(workload), **(parameters or {}).get(workload, {})}))
    return rows


def write(name, content):
    # One row a line: small, and a diff shows which sample changed.
    text = json.dumps(content["context"], indent=1, ensure_ascii=False)
    rows = ",\n".join(json.dumps(r, ensure_ascii=False) for r in content["benchmarks"])
    with open(name, "w", encoding="utf-8") as file:
        file.write('{"context": ' + text + ',\n"benchmarks": [\n' + rows + "\n]}\n")


def complete():
    """All families, a crash, a wrong digest, unsupported cells, a contaminated sample, a noisy cell."""
    rng = random.Random(1)
    rows = measured(rng, WORKLOADS, RUNNERS, [1, 8, 64], SAMPLES)
    result = []
    for r in rows:
        where = (r["workload"], r["runner"], r["in_flight"])
        arguments = (*where, r["sample"], SAMPLES, r["parameters"])
        if where == ("io_file_read", "prefork_loops", 64):
            if r["sample"] == 0:
                result.append(failed(*arguments, "unsupported", "unsupported: io_uring isn't available after fork here"))
            continue
        if where == ("io_echo", "process_pool", 64) and r["sample"] == 3:
            r = failed(*arguments, "crash", "killed by SIGSEGV")
        if where == ("cpu_primes", "prefork_loops", 8):
            r = failed(*arguments, "wrong_digest", "task 17 gave 0x1f, expected 0x2f") if r["sample"] == 1 else r
        if where == ("mixed_fetch_hash", "coroutines", 8) and r["sample"] == 2:
            r["contaminated"] = 1
            r["foreign_cpu_share"] = 0.21
        if where == ("noop", "process_pool", 1):
            r["items_per_second"] = significant(r["items_per_second"] * (1 + 0.15 * (r["sample"] - 2)))
        result.append(r)
    return document(result, WORKLOADS, RUNNERS, SAMPLES, "2026-11-20T14-00-00Z-lab-7", ["run", "--quick"])


def healthy(seed, run_id, workloads=("cpu_primes", "io_echo"), runners=("sequential", "thread_pool", "coroutines"), levels=(8,), samples=SAMPLES,
            parameters=None, audit=(), **changes):
    rng = random.Random(seed)
    arguments = ["run", "--samples", str(samples), "--in-flight", ",".join(map(str, levels))]
    return document(measured(rng, workloads, runners, levels, samples, parameters=parameters), workloads, runners, samples, run_id,
                    arguments, **({} if audit is None else {"audit": list(audit)}), **changes)


# ---- shapes other than batches ----

# name, family, simplicity
MODELS = {
    "sequential": ("sequential", 1), "thread_per_task": ("threads", 2), "thread_pool": ("threads", 3), "tbb_tasks": ("threads", 4),
    "futures": ("threads", 5), "coroutines": ("event_loop", 6), "callbacks": ("event_loop", 7), "process_pool": ("processes", 8),
}
# name: kind, shape, units of a task, ns per unit under each model that runs it
SHAPES = {
    "fib": ("cpu", "tree", 317_810, {"sequential": 1.6, "tbb_tasks": 41, "coroutines": 34, "futures": 11_800}),
    "skynet": ("cpu", "tree", 1_111_111, {"sequential": 2.1, "tbb_tasks": 58, "coroutines": 61}),
    "producer_consumer": ("io", "pipeline", 20, {"sequential": 1_480_000, "thread_per_task": 533_000, "thread_pool": 534_500,
                                                 "coroutines": 536_000, "callbacks": 535_000, "process_pool": 561_000}),
    "channel": ("cpu", "pipeline", 100_000, {"sequential": 4, "thread_pool": 310, "tbb_tasks": 180, "coroutines": 95, "callbacks": 60,
                                             "process_pool": 1_900}),
    "brigade_memory": ("cpu", "ring", 500, {"sequential": 2, "thread_per_task": 2_100, "coroutines": 190, "callbacks": 110}),
    "brigade_pipes": ("io", "ring", 500, {"sequential": 950, "thread_per_task": 3_300, "coroutines": 2_650, "callbacks": 2_500,
                                          "process_pool": 3_900}),
    "generator": ("cpu", "stream", 10_000, {"sequential": 0.9, "thread_per_task": 5_200, "coroutines": 11, "tbb_tasks": None}),
    "mesh": ("cpu", "lattice", 64, {"sequential": 700, "thread_pool": 410}),
}
# user and kernel bytes of a waiting task, ns to create one, the most that a model reaches and what stops it there
HERD = {
    "thread_per_task": (1_850, 11_400, 14_500, 10_000, ("unsupported", "unsupported: needs {} threads or processes, the system "
                                                      "allows 30780 more (pid_max, threads-max, ulimit -u)")),
    "coroutines": (434, 2.5, 310, 1_000_000, None),
    "callbacks": (296, 0, 140, 1_000_000, None),
    "futures": (2_020, 11_500, 16_800, 10_000, ("error", "std::async: Resource temporarily unavailable")),
    "process_pool": (48_000, 61_000, 92_000, 1_000, ("memory", "used 3.4 GiB, more than the limit of 3.0 GiB")),
}
HEARTBEATS = {  # ns late: median, 99th percentile, latest
    "sequential": (2_050_000, 4_100_000, 4_300_000), "thread_pool": (61_000, 2_950_000, 4_050_000), "coroutines": (2_080_000, 4_150_000, 4_600_000),
    "process_pool": (58_000, 1_450_000, 4_010_000),
}


def refusal(runner, shape):
    return f"unsupported: {runner} does not run a {shape}: the model has no idiom for it"


def shaped(rng, workload, runner, in_flight, sample, samples, per_second, **counters):
    """A row of any shape: what all rows have, and counters of its own."""
    factor = 1 + rng.uniform(-0.02, 0.02)
    rate = significant(per_second * factor)
    result = head(workload, runner, in_flight, sample, samples, {})
    result.update({"iterations": max(1, int(rate / 10)), "real_time": significant(1e9 / rate), "cpu_time": significant(8e8 / rate),
                   "time_unit": "ns", "items_per_second": rate,
                   "cpu_user_ns_per_task": significant(7e8 / rate), "cpu_system_ns_per_task": significant(1e8 / rate),
                   "memory_peak_bytes_largest": 6_000_000, "memory_peak_bytes_sum": 9_000_000, "foreign_cpu_share": 0.01,
                   "contaminated": 0, "tasks": max(1, int(rate / 10)), "slots": 1, "workers": CORES, "cores": CORES, "setup_s": 0.002,
                   "warm_up_s": 0.01, "measured_s": 0.1})
    result.update({key: significant(value * (1 + rng.uniform(-0.02, 0.02))) for key, value in counters.items()})
    return result


def units_row(rng, workload, runner, sample, samples):
    _, shape, units, costs = SHAPES[workload]
    per_second = 1e9 / (units * costs[runner])
    result = shaped(rng, workload, runner, 1, sample, samples, per_second)
    result["units_per_task"] = units
    result["units_per_second"] = significant(result["items_per_second"] * units)
    ideal = 1e9 / (units * (525_000 if workload == "producer_consumer" else costs["sequential"]))
    result["ideal_per_second"] = significant(ideal)
    result["efficiency"] = significant(result["items_per_second"] / ideal)
    return result


def shapes():
    """One workload of every shape, one of a shape that nobody knows, and a batch that counts heartbeats."""
    rng = random.Random(12)
    samples = SAMPLES
    rows = []
    for sample in range(samples):
        for workload, (_, shape, _, costs) in SHAPES.items():
            for runner in MODELS:
                if costs.get(runner) is not None:
                    rows.append(units_row(rng, workload, runner, sample, samples))
                elif sample == 0 and (workload, runner) == ("generator", "tbb_tasks"):
                    rows.append(failed(workload, runner, 1, 0, samples, {}, "timeout", "took longer than 30s"))
                elif sample == 0 and (workload, runner) == ("skynet", "thread_per_task"):
                    rows.append(failed(workload, runner, 1, 0, samples, {}, "unsupported",
                                       "unsupported: needs 1111111 threads or processes, the system "
                                       "allows 30780 more (pid_max, threads-max, ulimit -u)"))
                elif sample == 0:
                    rows.append(failed(workload, runner, 1, 0, samples, {}, "unsupported", refusal(runner, shape)))
        for runner in MODELS:
            if runner not in HERD:
                if sample == 0:
                    for level in [1] if runner == "sequential" else [1_000, 10_000, 100_000, 1_000_000]:
                        rows.append(failed("idle_tasks", runner, level, 0, samples, {}, "unsupported", refusal(runner, "herd")))
                continue
            user, kernel, create, most, stop = HERD[runner]
            for level in [1_000, 10_000, 100_000, 1_000_000]:
                if level <= most:
                    row = shaped(rng, "idle_tasks", runner, level, sample, samples, 1e9 / (create * 2 * level),
                                 create_ns_per_task=create, finish_ns_per_task=create * 0.7, memory_user_bytes_per_task=user,
                                 memory_kernel_bytes_per_task=kernel)
                    rows.append({**row, "units_per_task": level, "units_per_second": significant(row["items_per_second"] * level)})
                elif sample == 0:
                    kind, message = stop
                    rows.append(failed("idle_tasks", runner, level, 0, samples, {}, kind, message.format(level)))
        for runner, late in HEARTBEATS.items():
            for level in [1] if runner == "sequential" else [8]:
                cores = 1 if runner in ("sequential", "coroutines") else CORES
                row = shaped(rng, "loop_heartbeat", runner, level, sample, samples, cores * 490)
                rows.append({**row, **{f"heartbeat_late_ns_{name}": significant(ns * (1 + rng.uniform(-0.03, 0.03)))
                                       for name, ns in zip(("p50", "p99", "max"), late)}})
    described = {**{name: (kind, shape) for name, (kind, shape, *_) in SHAPES.items()}, "idle_tasks": ("io", "herd"),
                 "loop_heartbeat": ("cpu", "batch")}
    result = document(rows, [], [], samples, "shapes", ["run", "--full"])
    result["context"]["interleave"].update(
        workloads=[{"name": name, "kind": kind, "shape": shape, "summary": f"what {name} does", "declared_wait_ns": 0,
                    "parameters": []} for name, (kind, shape) in described.items()],
        runners=[{"name": name, "family": family, "summary": f"how {name} runs it", "idiom": "", "simplicity": rank}
                 for name, (family, rank) in MODELS.items()],
        calibration=[{"workload": "producer_consumer", "parameters": {}, "cpu_ns": 40_000, "wait_ns": 29_500_000,
                      "declared_wait_ns": 29_500_000, "warning": None}])
    return result


# What a task costs under each model beside its work, ns of one core, and the cores that it can use.
GRAINS = {"sequential": (14, 1), "thread_per_task": (13_000, CORES), "thread_pool": (30, CORES), "tbb_tasks": (60, CORES),
          "coroutines": (15, 0.8)}
STEP_NS = 2


def granularity():
    """A sweep of task sizes: where a model costs as much as the work, it keeps half of the peak."""
    rng = random.Random(13)
    samples = SAMPLES
    rows = []
    for sample in range(samples):
        for exponent in range(6, 20):
            steps = 2**exponent
            parameters = {"steps": str(steps)}
            for runner, (cost, cores) in GRAINS.items():
                level = 1 if runner == "sequential" else 8
                row = shaped(rng, "cpu_spin", runner, level, sample, samples, cores * 1e9 / (steps * STEP_NS + cost))
                rows.append({**row, **head("cpu_spin", runner, level, sample, samples, parameters), "steps_per_task": steps,
                             "name": row["name"] + f"/steps:{steps}"})
            if sample == 0:
                rows.append(failed("cpu_spin", "callbacks", 8, 0, samples, parameters, "unsupported", refusal("callbacks", "batch")))
    result = document(rows, [], [], samples, "granularity", ["metg"])
    names = [*GRAINS, "callbacks"]
    result["context"]["interleave"].update(
        profile="metg",
        workloads=[{"name": "cpu_spin", "kind": "floor", "shape": "batch", "summary": "integer steps", "declared_wait_ns": 0,
                    "parameters": [{"name": "steps", "unit": "count", "default": "1024", "value": "64", "help": "steps of a task"}]}],
        runners=[{"name": name, "family": MODELS[name][0], "summary": f"how {name} runs it", "idiom": "", "simplicity": MODELS[name][1]}
                 for name in names],
        calibration=[{"workload": "cpu_spin", "parameters": {"steps": str(2**e)}, "cpu_ns": 2**e * STEP_NS + 14, "wait_ns": 0,
                      "declared_wait_ns": 0, "warning": None} for e in range(6, 20)])
    return result


DELAYS = {"1ms": 1_000_000, "5ms": 5_000_000, "20ms": 20_000_000, "100ms": 100_000_000}


def sweep():
    """io_echo with several delays beside a workload with one set of parameters; at one delay a model crashes."""
    rng = random.Random(14)
    runners = [name for name in RUNNERS if name != "prefork_loops"]
    rows = measured(rng, ["cpu_primes"], runners, [8, 64], SAMPLES)
    kind, cpu, usual = WORKLOADS["io_echo"]
    for delay, wait in DELAYS.items():
        WORKLOADS["io_echo"] = (kind, cpu, wait)
        rows += measured(rng, ["io_echo"], runners, [8, 64], SAMPLES, parameters={"io_echo": {"delay": delay}})
    WORKLOADS["io_echo"] = (kind, cpu, usual)
    for i, r in enumerate(rows):
        if (r["runner"], r["in_flight"], r["parameters"]) == ("process_pool", 64, {"delay": "100ms"}):
            rows[i] = failed(r["workload"], r["runner"], 64, r["sample"], SAMPLES, r["parameters"], "crash", "killed by SIGSEGV")
    result = document(rows, ["cpu_primes", "io_echo"], runners, SAMPLES, "sweep",
                      ["run", "-w", "cpu_primes,io_echo", "--set", "io_echo.delay=" + ",".join(DELAYS)])
    suite = result["context"]["interleave"]
    suite["workloads"][1]["parameters"] = [{**PARAMETERS["io_echo"][0], "value": ",".join(DELAYS)}]
    suite["calibration"][1:] = [{"workload": "io_echo", "parameters": {"delay": delay}, "cpu_ns": cpu, "wait_ns": wait,
                                 "declared_wait_ns": wait, "warning": None} for delay, wait in DELAYS.items()]
    return result


def hostile():
    """Names and texts that try to break out of HTML, Markdown, a terminal and a chart."""
    result = healthy(8, "<script>alert(1)</script>")
    names = {"cpu_primes": "cpu|<img src=x onerror=alert(1)>", "io_echo": "__proto__", "thread_pool": "a`b\"c'|[x](javascript:1)",
             "coroutines": "\u001b[31mred\u001b[0m\u202e\r\n# heading @everyone"}
    text = json.dumps(result)
    for old, new in names.items():
        text = text.replace(json.dumps(old), json.dumps(new)).replace(f'"{old}/', json.dumps(new)[:-1] + "/")
    result = json.loads(text)
    result["context"]["interleave"]["machine"]["host"] = "</title><script>alert(2)</script>"
    result["context"]["interleave"]["machine"]["cpu_model"] = "A & B <b>\u0007"
    result["context"]["interleave"]["audit"] = [{"check": "</script>", "title": "]]>", "status": "warning",
                                                 "finding": "<!--", "mend": "$(reboot) `reboot`"}]
    return result


def main():
    write("complete.json", complete())
    write("few_samples.json", healthy(2, "few-samples", samples=3))
    write("more_samples.json", healthy(3, "more-samples", samples=3))
    write("one_runner.json", healthy(4, "one-runner", runners=("coroutines",)))
    write("no_sequential.json", healthy(5, "no-sequential", runners=("thread_pool", "coroutines")))
    base = document([], [], [], SAMPLES, "", [])["context"]["interleave"]
    write("other_machine.json", healthy(6, "other-machine", machine={**base["machine"], "cpu_model": "Another CPU 9000", "cores_usable": 8}))
    write("other_parameters.json", healthy(7, "other-parameters", samples=3, parameters={"io_echo": {"delay": "5ms"}}))
    incomplete = healthy(9, "incomplete", levels=(1, 8), samples=SAMPLES, complete=False, finished=None)
    incomplete["benchmarks"] = incomplete["benchmarks"][:-4]
    write("incomplete.json", incomplete)
    write("debug_build.json", healthy(10, "debug-build", build={**base["build"], "build_type": "Debug", "sanitizer": "address"}))
    write("hostile.json", hostile())
    write("shapes.json", shapes())
    write("granularity.json", granularity())
    write("sweep.json", sweep())
    write("tiny.json", healthy(11, "tiny", workloads=("io_echo",), runners=("sequential", "coroutines"), levels=(8,), samples=2, audit=None))


main()
