"""A gate's log as JSON lines on stdout, made up: six cells, one for each outcome that a cell can have, and the controls.

Says nothing of real machines. exports_are_read.sh lets the gate judge it, and others read the verdict.
"""

import json
import math

WOBBLE = [-10, 9, 1, -2, 4, -5, 7, -8, 3, -1, 10, -9, 2, -3, 5, -4, 8, -7, 6, -6]
RULES = {
    "screen_pairs": 12, "screen_p": 0.1, "screen_median": 0.02, "margin": 0.03, "confirm_p": 0.01,
    "confirm_spread": 0.02, "confirm_least": 15, "confirm_most": 60, "open_least": 30, "replicate_pairs": 15,
    "replicate_p": 0.05, "warn_margin": 0.02, "warn_share": 0.1, "pass_below": 0.1, "confidence": 0.95,
    "foreign_share": 0.05, "kept_share": 0.8, "control_moved": 0.03, "least_controls": 3, "control_pairs_a_step": 48, "control_pairs_a_round": 2,
    "failures_until_given_up": 2,
}
# ln(candidate / base) in the n-th round of a step.
CELLS = {
    "BM_<same & \"quoted\">/8": lambda n: 0,
    "io_echo/coroutines/in_flight:8": lambda n: math.log(1.08),
    "BM_a_bit": lambda n: math.log(1.026),
    "BM_loud": lambda n: n * 7 % 12 / 5.5 - 1,
    "BM_lost": None,
    "BM_nowhere\x01": None,
    "control/0": lambda n: 0,
    "control/1": lambda n: 0,
    "control/2": lambda n: 0,
}


def say(record, **fields):
    print(json.dumps({"record": record, **fields}))


program = {"path": "/bench", "digest": "0", "seconds_suffix": True}
say("gate", log_version=2, log_id="made-up", started="2026-11-20T14:00:00Z",
    runner={"id": "here", "host": "lab", "cpu_model": "CPU", "kernel": "6", "cores": 2, "seed": 1}, rules=RULES,
    min_time_s=0.05, base=program, candidate=program, control=program, filter="", controls="", arguments=[],
    cells=[{"name": name, "source": "built_in" if name.startswith("control") else "compared"} for name in CELLS],
    only_in_base=["BM_gone"], only_in_candidate=[])
for cell, arms in ((4, ["candidate"]), (5, ["base", "candidate"])):
    for arm in arms * 2:
        say("failure", round=0, cell=cell, arm=arm, message="killed by SIGABRT ]]> & more")
round_number = 0
for step, rounds in (("screen", 12), ("confirm", 60), ("replicate", 15)):
    for n in range(rounds):
        for cell, difference in enumerate(CELLS.values()):
            if difference is None:
                continue
            ratio = math.exp(difference(n) + WOBBLE[n % 20] * 1e-4)
            for _ in range(2 if cell >= 6 else 1):
                say("pair", round=round_number, cell=cell, first="base", base={"real_ns": 100, "cpu_ns": 50},
                    candidate={"real_ns": 100 * ratio, "cpu_ns": 50 * ratio})
        say("round", round=round_number, step=step, foreign_share=0, steal_share=0, seconds=1)
        round_number += 1
