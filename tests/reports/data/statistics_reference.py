#!/usr/bin/env python3
"""Writes statistics_reference.json: what numpy and scipy make of the vectors that statistics_test.cpp checks.

    /usr/bin/python3 statistics_reference.py > statistics_reference.json      (Debian 12: python3-scipy 1.10.1, numpy 1.24.2)

Our bootstrap draws other random numbers than scipy's, so intervals are compared within Monte Carlo error. For five and
fewer samples the resamples are also enumerated here, all n^n of them, which leaves no error on this side.
"""
import itertools
import json

import numpy as np
import scipy
from scipy import stats

RESAMPLES = 200_000


def vectors():
    rng = np.random.default_rng(7)
    return {
        "five": [98.1, 99.0, 100.4, 101.2, 104.9],
        "five_ties": [10, 10, 11, 11, 15],
        "four": [1.0, 2.0, 4.0, 8.0],
        "three": [5.0, 7.0, 6.0],
        "twelve": [round(float(x), 4) for x in rng.normal(50, 2, 12)],
        "seventeen_skewed": [round(float(x), 4) for x in rng.lognormal(3, 0.4, 17)],
        "thirty_one": [round(float(x), 4) for x in rng.normal(1000, 30, 31)],
    }


def mt19937_64(seed):
    """The 64-bit Mersenne Twister (Matsumoto and Nishimura 2004) as the C++ standard parametrises it."""
    mask = 2**64 - 1
    state = [seed & mask]
    for i in range(1, 312):
        state.append((6364136223846793005 * (state[-1] ^ state[-1] >> 62) + i) & mask)
    while True:
        for i in range(312):
            x = state[i] & 0xFFFFFFFF80000000 | state[(i + 1) % 312] & 0x7FFFFFFF
            state[i] = state[(i + 156) % 312] ^ x >> 1 ^ (0xB5026F5AA96619E9 if x & 1 else 0)
        for y in state:
            y ^= y >> 29 & 0x5555555555555555
            y ^= y << 17 & 0x71D67FFFEDA60000
            y ^= y << 37 & 0xFFF7EEE000000000
            yield y ^ y >> 43


def stream(values, seed, count):
    """Medians of the first resamples: two indices from each 64-bit output, low half first, scaled by a product."""
    halves = (half for word in mt19937_64(seed) for half in (word & 0xFFFFFFFF, word >> 32))
    return [float(np.median([values[next(halves) * len(values) >> 32] for _ in values])) for _ in range(count)]


def enumerated(values):
    """Share of all resamples with a median below, and at most, each possible value."""
    medians = sorted(float(np.median(r)) for r in itertools.product(values, repeat=len(values)))
    support = sorted(set(medians))
    return {"support": support, "share": [medians.count(m) / len(medians) for m in support]}


def interval(samples, statistic):
    found = stats.bootstrap(samples, statistic, n_resamples=RESAMPLES, method="BCa", vectorized=True, paired=False, batch=10_000,
                            random_state=np.random.default_rng(1)).confidence_interval
    return [float(found.low), float(found.high)]


def log_ratio(*groups, axis):
    """Log of the geometric mean of ratios: the first half of the groups over the second half."""
    half = len(groups) // 2
    logs = [np.log(np.median(g, axis=axis)) for g in groups]
    return (sum(logs[:half]) - sum(logs[half:])) / half


def main():
    data = vectors()
    result = {"made_with": f"numpy {np.__version__}, scipy {scipy.__version__}", "vectors": [], "ratios": []}
    for name, values in data.items():
        entry = {
            "name": name, "values": values, "median": float(np.median(values)),
            "quantiles": [[q, float(np.percentile(values, 100 * q))] for q in (0, 0.025, 0.1, 0.25, 0.5, 0.75, 0.975, 1)],
            "geometric_mean": float(stats.gmean(values)),
            "bca": interval((np.array(values),), lambda x, axis: np.median(x, axis=axis)),
        }
        if len(values) <= 5:
            entry["enumerated"] = enumerated(values)
        result["vectors"].append(entry)
    for names in (["thirty_one", "seventeen_skewed"], ["twelve", "seventeen_skewed"], ["thirty_one", "twelve", "seventeen_skewed", "twelve"]):
        # The same vector twice stands for two groups that happen to have equal samples.
        low, high = interval(tuple(np.array(data[n]) for n in names), log_ratio)
        estimate = float(np.exp(log_ratio(*[np.array(data[n]) for n in names], axis=-1)))
        result["ratios"].append({"groups": names, "estimate": estimate, "interval": [float(np.exp(low)), float(np.exp(high))]})
    lists = [",\n".join(json.dumps(entry) for entry in result[key]) for key in ("vectors", "ratios")]
    first = json.dumps(stream([1, 2, 3, 4, 5], 42, 200))
    print(f'{{"made_with": {json.dumps(result["made_with"])},\n"stream": {first},\n"vectors": [\n{lists[0]}\n],\n"ratios": [\n{lists[1]}\n]}}')


main()
