"""``python -m tests.fuzz 100000 --seed 7``: so many mutated inputs over every door, on every core of the machine."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from tests.fuzz.trials import share_of

_SHARE = 500


def _main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--first", type=int, default=0)
    asked = parser.parse_args()
    firsts = range(asked.first, asked.first + asked.count, _SHARE)
    end = asked.first + asked.count
    kinds: Counter[str] = Counter()
    # A process that is forked cannot use the threads of Polars.
    with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("spawn")) as pool:
        shares = [pool.submit(share_of, first, min(first + _SHARE, end), asked.seed) for first in firsts]
        for share in shares:
            for found in share.result():
                kinds[f"{found.door}: {found.what[:60]}"] += 1
                print(found, flush=True)
    print(f"{asked.count} inputs, {sum(kinds.values())} found")
    for kind, count in kinds.most_common():
        print(f"{count:6} {kind}")
    return 1 if kinds else 0


if __name__ == "__main__":
    sys.exit(_main())
