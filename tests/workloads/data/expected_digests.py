#!/usr/bin/env python3
"""Works out the workloads' digests without the suite: Python's integers, floats and hashlib, and xxhsum for XXH3.

    python3 tests/workloads/data/expected_digests.py > tests/workloads/data/expected_digests.json

Python floats are IEEE doubles, so the Mandelbrot rows agree to the last iteration. Needs Debian's package xxhash.
"""
import hashlib
import json
import struct
import subprocess
import tempfile

MASK = (1 << 64) - 1


def splitmix64(seed, i):
    z = (seed + (i + 1) * 0x9E3779B97F4A7C15) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def filled(size, seed):
    words = (size + 7) // 8
    return struct.pack(f"<{words}Q", *(splitmix64(seed, i) for i in range(words)))[:size]


def xxh3(data):
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        line = subprocess.run(["xxhsum", "-H3", file.name], check=True, capture_output=True, text=True).stdout
    return int(line.split()[-1], 16)


def polynomial(values):
    digest = 0
    for value in values:
        digest = (digest * 31 + value) & MASK
    return digest


def cpu_primes(segment=32768, segments=16):
    end = segment * segments
    sieve = bytearray([1]) * end
    sieve[0] = sieve[1] = 0
    for n in range(2, int(end**0.5) + 1):
        if sieve[n]:
            sieve[n * n :: n] = bytes(len(range(n * n, end, n)))
    primes = [n for n in range(end) if sieve[n]]
    assert len(primes) == 43390  # pi(2^19)
    return [polynomial(p for p in primes if p // segment == s) for s in range(segments)]


def cpu_hash(size=65536, inputs=8):
    return [xxh3(hashlib.sha256(filled(size, i)).digest()) for i in range(inputs)]


def cpu_matmul(n=96, inputs=16):
    def matrix(seed):
        return [[splitmix64(seed, i * n + j) % 16 for j in range(n)] for i in range(n)]

    left = matrix(inputs)
    digests = []
    for seed in range(inputs):
        columns = list(zip(*matrix(seed)))
        digests.append(
            sum(
                (i + 1) * (2 * j + 1) * sum(a * b for a, b in zip(row, column))
                for i, row in enumerate(left)
                for j, column in enumerate(columns)
            )
            & MASK
        )
    return digests


def matmul():
    return cpu_matmul(n=512, inputs=2)


def cpu_mandelbrot(width=256, most=256, rows=32):
    def iterations(c):
        z = complex(0, 0)
        for n in range(most):
            if z.real * z.real + z.imag * z.imag > 4:
                return n
            z = complex(z.real * z.real - z.imag * z.imag + c.real, 2 * (z.real * z.imag) + c.imag)
        return most

    return [
        polynomial(
            iterations(complex(-2.0 + 3.0 * column / width, -1.2 + 2.4 * row / (rows - 1.0))) for column in range(width)
        )
        for row in range(rows)
    ]


def cpu_spin(steps=1024, inputs=16):
    def spun(x):
        for _ in range(steps):
            x ^= x << 13 & MASK
            x ^= x >> 7
            x ^= x << 17 & MASK
        return x

    return [spun(0x9E3779B97F4A7C15 + i & MASK) for i in range(inputs)]


def io_echo(inputs=64):
    return [xxh3(struct.pack("<8Q", 0, 64, 0, i, 1, 2, 3, 4)) for i in range(inputs)]


def mixed_fetch_hash(size=16384, rounds=18, inputs=2):
    def word(i):
        return splitmix64(0x696E7465726C6561, i)

    return [
        xxh3(hashlib.sha256(struct.pack(f"<{size // 8}Q", *(word(seed + i) for i in range(size // 8))) * rounds).digest())
        for seed in range(inputs)
    ]


def io_file_read(first=8, file=64 << 20, seed=1):
    blocks = file // 4096
    return [xxh3(filled(4096, splitmix64(seed, i) % blocks * 4096)) for i in range(first)]


def walk(x, steps=500_000):
    for _ in range(steps):
        x ^= x << 13 & MASK
        x ^= x >> 7
        x ^= x << 17 & MASK
    return x


def loop_heartbeat(inputs=16):
    return [walk(i + 1) for i in range(inputs)]


def mixed_jobs(first=44, delay=1_000_000):
    def fetch(i):
        return xxh3(struct.pack("<8Q", delay, 64, 0, i, 9, 8, 7, 6))

    def compute(i):
        return walk(i % 16 + 1)

    def sleep(i):
        return splitmix64(int.from_bytes(b"sleep", "big"), i)

    c, f, s = compute, fetch, sleep
    eleven = [c, f, s, f, c, s, f, s, c, f, s]
    assert (eleven.count(c), eleven.count(f), eleven.count(s)) == (3, 4, 4)
    return [eleven[i % 11](i) for i in range(first)]


def timeouts(first=64, delay=1_000_000):
    def answered(i):
        return xxh3(struct.pack("<8Q", delay, 64, 0, i, 5, 6, 7, 8))

    # Of a thousand a hundred, spread evenly: the last of each ten.
    return [splitmix64(int.from_bytes(b"late", "big"), i) if i % 10 == 9 else answered(i) for i in range(first)]


print(
    json.dumps(
        {
            f.__name__: [f"{digest:016x}" for digest in f()]
            for f in (
                *(cpu_primes, cpu_hash, cpu_matmul, cpu_mandelbrot, cpu_spin),
                *(io_echo, mixed_fetch_hash, io_file_read, timeouts, mixed_jobs, loop_heartbeat, matmul),
            )
        },
        indent=1,
    )
)
