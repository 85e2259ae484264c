"""`make bench`: the policy handbook of all editions, part by part; it is to take less than twenty seconds."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import tiertrack
from tiertrack.pages.handbook.feature_file import shipped_features
from tiertrack.pages.handbook.page_frame import Book
from tiertrack.pages.handbook.whole_book import PARTS


def main() -> None:
    rules = tiertrack.load_rulebook()
    begun, worked = time.perf_counter(), time.process_time()
    book = Book(rules, shipped_features())
    print(f"{'特性文件':<12}{len(book.features):>6} 份 {time.process_time() - worked:>6.2f} 秒（处理器）")
    size = 0
    for part in PARTS:
        started = time.process_time()
        pages = list(part(book))
        size += sum(len(page.text.encode()) for page in pages)
        print(f"{part.__name__:<16}{len(pages):>6} 页 {time.process_time() - started:>6.2f} 秒（处理器）")
    print(f"全部不写 {time.process_time() - worked:.1f} 秒（处理器），{size / 1e6:.0f} MB")
    with tempfile.TemporaryDirectory(prefix="tiertrack-bench-") as folder:
        begun, worked = time.perf_counter(), time.process_time()
        written = tiertrack.policy_book(Path(folder) / "手册", rules)
        took, cpu = time.perf_counter() - begun, time.process_time() - worked
        print(f"写成手册：{written.pages} 页，{took:.1f} 秒，其中处理器 {cpu:.1f} 秒")


if __name__ == "__main__":
    main()
