#!/usr/bin/env python3
"""Writes statistics_reference.json: what numpy and scipy make of the vectors that statistics_test.cpp checks.

    /usr/bin/python3 statistics_reference.py > statistics_reference.json      (Debian 12: python3-scipy 1.10.1, numpy 1.24.2)
"""
import json

import numpy as np
import scipy
from scipy import stats


def vectors():
    rng = np.random.default_rng(7)
    drawn = {
        "five": [98.1, 99.0, 100.4, 101.2, 104.9],
        "six_ties": [10.0, 10, 11, 11, 15, 15],
        "twelve": rng.normal(50, 2, 12),
        "seventeen_skewed": rng.lognormal(3, 0.4, 17),
        "thirty_one": rng.normal(1000, 30, 31),
        "two_hundred": rng.normal(1000, 30, 200),
    }
    return {name: [round(float(x), 4) for x in values] for name, values in drawn.items()}


def interval(values):
    """The medians that neither one-sided sign test rejects at 2.5 %, asked at a place between each two neighbours."""
    places = sorted(set(values))
    kept = []
    for low, high in zip(places, places[1:]):
        below = sum(v < (low + high) / 2 for v in values)
        p = [stats.binomtest(below, len(values), 0.5, alternative=side).pvalue for side in ("less", "greater")]
        if min(p) >= 0.025:
            kept += [low, high]
    outside = stats.binomtest(0, len(values), 0.5, alternative="less").pvalue >= 0.025  # five values reach no 95 %
    return None if outside else [kept[0], kept[-1]]


def entry_of(name, values):
    return {"name": name, "values": values, "median": float(np.median(values)), "geometric_mean": float(stats.gmean(values)),
            "interval": interval(values)}


def main():
    entries = ",\n".join(json.dumps(entry_of(name, values)) for name, values in vectors().items())
    print(f'{{"made_with": "numpy {np.__version__}, scipy {scipy.__version__}",\n"vectors": [\n{entries}\n]}}')


main()
