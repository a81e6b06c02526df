#!/usr/bin/env python3
"""Writes statistics_reference.json: what SciPy, or the definition written out, makes of the vectors that the tests check.

    /usr/bin/python3 rank_tests_reference.py > rank_tests_reference.json      (Debian 12: python3-scipy 1.10.1, numpy 1.24.2)

Where SciPy has a function it is used. Intervals of shifts are found by asking its tests, at one place between each two
neighbouring Walsh averages (or differences), whether they reject: no quantile of a rank statistic is used. SciPy's exact
signed-rank test knows no ties; there all 2^n signs are enumerated. Adjusted p-values are the smallest level at which the
procedure rejects, energy statistics are sums over all pairs, and permutation p-values count all n! permutations.
"""
import itertools
import json

import numpy as np
import scipy
from scipy import stats

rng = np.random.default_rng(11)


def rounded(values, digits=5):
    return [round(float(v), digits) for v in values]


def signed_rank_exact(values, shift):
    d = np.array(values) - shift
    d = d[d != 0]
    ranks = stats.rankdata(np.abs(d))
    observed = ranks[d > 0].sum()
    signs = ((np.arange(2 ** len(d))[:, None] >> np.arange(len(d))) & 1)
    return float(np.mean(signs @ ranks >= observed - 1e-9))


def signed_rank():
    cases = []
    for n in (1, 2, 5, 6, 12, 25, 40, 60):
        cases.append({"values": rounded(rng.normal(0.4, 1, n)), "shift": 0.0})
    cases.append({"values": rounded(rng.normal(0.05, 0.03, 15)), "shift": 0.03})
    for case in cases:
        moved = np.array(case["values"]) - case["shift"]
        assert len(set(np.abs(moved))) == len(moved) and 0 not in moved
        case["p"] = float(stats.wilcoxon(moved, alternative="greater", mode="exact").pvalue)
    for n in (8, 13, 18):  # ties and zeros
        values = [float(v) for v in rng.integers(-3, 6, n)]
        cases.append({"values": values, "shift": 0.0, "p": signed_rank_exact(values, 0.0)})
    cases.append({"values": [1.0, -1.0, 2.0, -2.0], "shift": 0.0, "p": signed_rank_exact([1.0, -1.0, 2.0, -2.0], 0.0)})
    for values in (rounded(rng.normal(0.2, 1, 61)), rounded(rng.normal(-0.1, 1, 150)), [float(v) for v in rng.integers(-4, 6, 120)]):
        p = stats.wilcoxon(values, alternative="greater", mode="approx", correction=True, zero_method="wilcox").pvalue
        cases.append({"values": values, "shift": 0.0, "p": float(p)})
    return cases


def inverted(places, p_less, p_greater, tail):
    """The ends of the gaps between neighbouring places at which neither one-sided test rejects."""
    places = sorted(places)
    kept = []
    for low, high in zip(places, places[1:]):
        middle = (low + high) / 2
        if p_less(middle) >= tail and p_greater(middle) >= tail:
            kept += [low, high]
    outside = p_greater(places[0] - 1) >= tail  # then no shift is small enough to be rejected
    return None if outside else [kept[0], kept[-1]]


def hodges_lehmann():
    cases = []
    drawn = [(rng, n, confidence) for n, confidence in ((1, 0.95), (5, 0.95), (6, 0.95), (7, 0.95), (7, 0.99), (12, 0.95), (12, 0.9), (20, 0.95), (33, 0.99), (61, 0.95), (75, 0.95))]
    # In these the continuity correction decides which means are the ends. Drawn apart: all other cases stay as they are.
    drawn += [(np.random.default_rng(n), n, confidence) for n, confidence in ((67, 0.95), (80, 0.95), (70, 0.99))]
    for source, n, confidence in drawn:
        values = rounded(source.normal(1, 2, n), 12)  # so that no two means are equal
        walsh = [(a + b) / 2 for a, b in itertools.combinations_with_replacement(values, 2)]
        assert len(set(walsh)) == len(walsh)
        mode = "exact" if n <= 60 else "approx"

        def p(alternative):
            return lambda shift: stats.wilcoxon(np.array(values) - shift, alternative=alternative, mode=mode, correction=True).pvalue

        interval = inverted(walsh, p("less"), p("greater"), (1 - confidence) / 2) if n > 1 else None
        cases.append({"values": values, "confidence": confidence, "estimate": float(np.median(walsh)), "interval": interval})
    return cases


def rank_sum():
    cases = []
    for n, m in ((1, 1), (3, 4), (4, 4), (5, 5), (10, 10), (20, 30), (25, 25), (1, 49)):
        a, b = rounded(rng.normal(0, 1, n)), rounded(rng.normal(0.8, 1, m))
        cases.append({"base": a, "candidate": b, "p": float(stats.mannwhitneyu(a, b, method="exact").pvalue)})
    tied = [([1.0, 2, 2, 3, 3], [3.0, 3, 4, 5]), ([float(v) for v in rng.integers(0, 9, 40)], [float(v) for v in rng.integers(1, 11, 35)]),
            (rounded(rng.normal(0, 1, 30)), rounded(rng.normal(0.4, 1, 30)))]
    for a, b in tied:
        p = stats.mannwhitneyu(a, b, method="asymptotic", use_continuity=True).pvalue
        cases.append({"base": a, "candidate": b, "p": float(p)})
    return cases


def shift_between():
    cases = []
    for n, m, confidence in ((3, 4, 0.95), (4, 4, 0.95), (3, 5, 0.95), (5, 5, 0.95), (5, 5, 0.99), (10, 12, 0.95), (25, 25, 0.95), (30, 30, 0.95)):
        a, b = rounded(rng.normal(0, 1, n)), rounded(rng.normal(0.8, 1, m))
        shifts = [y - x for x in a for y in b]
        method = "exact" if n + m <= 50 else "asymptotic"

        def p(alternative):
            return lambda shift: stats.mannwhitneyu(np.array(b) - shift, a, alternative=alternative, method=method).pvalue

        cases.append({"base": a, "candidate": b, "confidence": confidence, "estimate": float(np.median(shifts)),
                      "interval": inverted(shifts, p("less"), p("greater"), (1 - confidence) / 2)})
    return cases


def holm_rejects(p, level):
    """Indices that Holm's steps reject, one after the other until the first that isn't."""
    rejected = set()
    for step, i in enumerate(sorted(range(len(p)), key=lambda i: p[i])):
        if p[i] * (len(p) - step) > level * (1 + 1e-14):
            break
        rejected.add(i)
    return rejected


def hochberg_rejects(p, level):
    order = sorted(range(len(p)), key=lambda i: p[i])
    reached = [k for k, i in enumerate(order, 1) if p[i] * len(p) / k <= level * (1 + 1e-14)]
    return set(order[: max(reached, default=0)])


def adjusted(p, rejects, levels):
    return [min([level for level in levels if i in rejects(p, level)], default=1.0) for i in range(len(p))]


def multiplicity():
    cases = []
    for p in ([0.01, 0.02, 0.03, 0.04], [0.04, 0.001, 0.03, 0.02, 0.5], [0.5], rounded(rng.uniform(0, 1, 12) ** 3, 6), [0.2, 0.2, 0.9]):
        m = len(p)
        cases.append({"p": p, "holm": adjusted(p, holm_rejects, sorted({min(1.0, v * k) for v in p for k in range(1, m + 1)})),
                      "benjamini_hochberg": adjusted(p, hochberg_rejects, sorted({min(1.0, v * m / k) for v in p for k in range(1, m + 1)}))})
    return cases


def proportion():
    cases = []
    for k, n, confidence in ((0, 10, 0.95), (10, 10, 0.95), (3, 10, 0.95), (1, 1, 0.9), (0, 1, 0.95), (17, 200, 0.99), (2, 20000, 0.95), (499, 1000, 0.95)):
        tail = (1 - confidence) / 2
        low = 0.0 if k == 0 else float(stats.beta.ppf(tail, k, n - k + 1))
        high = 1.0 if k == n else float(stats.beta.isf(tail, k + 1, n - k))
        one_sided = 1.0 if k == n else float(stats.beta.isf(1 - confidence, k + 1, n - k))
        cases.append({"successes": k, "trials": n, "confidence": confidence, "interval": [low, high], "upper": one_sided})
    return cases


def hampel():
    cases = []
    values = rng.normal(100, 3, 60)
    values[[7, 30, 59]] = [160, 20, 130]
    for series, window, deviations in ((rounded(values), 7, 3.0), (rounded(values), 5, 2.0), ([5.0] * 9 + [9.0] + [5.0] * 9, 7, 3.0), ([1.0, 2.0], 7, 3.0)):
        mended = []
        for i, value in enumerate(series):
            around = series[max(0, i - window // 2) : i + window // 2 + 1]
            mad = stats.median_abs_deviation(around, scale=1 / 1.4826)
            far = mad > 0 and abs(value - np.median(around)) > deviations * mad
            mended.append(float(np.median(around)) if far else value)
        cases.append({"values": series, "window": window, "deviations": deviations, "mended": mended})
    return cases


def energy(x, y):
    n, m = len(x), len(y)
    within = lambda v: sum(abs(a - b) for a, b in itertools.combinations(v, 2)) / (len(v) * (len(v) - 1) / 2)
    return n * m / (n + m) * (2 * sum(abs(a - b) for a in x for b in y) / (n * m) - within(x) - within(y))


def best_split(values, least):
    return max((energy(values[:k], values[k:]), -k) for k in range(least, len(values) - least + 1))


def splits():
    cases = []
    for values, least in ((rounded(rng.normal(0, 1, 6)), 3), (rounded(rng.normal(0, 1, 40)), 3),
                          (rounded(np.concatenate([rng.normal(50, 2, 30), rng.normal(54, 2, 9)])), 2), ([3.0, 3, 3, 7, 7, 7, 7], 3)):
        statistic, index = best_split(values, least)
        cases.append({"values": values, "least_segment": least, "index": -index, "statistic": statistic})
    return cases


def permutations():
    cases = []
    for values in ([1.0, 1.3, 0.8, 1.1, 2.6, 0.9, 2.9, 2.2], [4.0, 4.4, 3.9, 4.1, 4.3, 4.15, 3.8, 4.5]):
        observed = best_split(values, 2)[0]
        as_large = [best_split(p, 2)[0] >= observed - 1e-9 for p in itertools.permutations(values)]
        cases.append({"values": values, "least_segment": 2, "p": sum(as_large) / len(as_large)})
    return cases


def main():
    parts = [("signed_rank", signed_rank()), ("hodges_lehmann", hodges_lehmann()), ("rank_sum", rank_sum()), ("shift_between", shift_between()),
             ("multiplicity", multiplicity()), ("proportion", proportion()), ("hampel", hampel()), ("splits", splits()),
             ("permutations", permutations())]
    texts = [f'"{name}": [\n' + ",\n".join(json.dumps(case) for case in cases) + "\n]" for name, cases in parts]
    print(f'{{"made_with": "numpy {np.__version__}, scipy {scipy.__version__}",\n' + ",\n".join(texts) + "\n}")


main()
