#!/usr/bin/env python3
"""Feeds a generated month to a stream with a store, and says how memory, rate and file develop.

    benches/soak.py target/release/wirefold --articles 200000 --folder /tmp/soak --svg soak.svg

Prints a row for each simulated day. The folder is left with the store in it. Interrupted, it ends the stream in order and
says how far it came. Needs nothing but Python.
"""

import argparse
import os
import subprocess
import sys
import time


def figures(path):
    """The sums of the figures of a metrics file, by name."""
    sums = {}
    try:
        with open(path, encoding="utf-8") as file:
            for line in file:
                if not line.startswith("#"):
                    name, value = line.rsplit(" ", 1)
                    name = name.split("{")[0]
                    sums[name] = sums.get(name, 0.0) + float(value)
    except FileNotFoundError:
        pass
    return sums


def size(store):
    return sum(os.path.getsize(store + end) for end in ("", "-wal") if os.path.exists(store + end))


def plot(rows, days, window, path):
    """Memory and rate over the simulated days, as SVG."""
    width, height, edge = 640, 240, 48
    most = [max(row[column] for row in rows) * 1.1 or 1 for column in (3, 1)]

    def points(column, top):
        place = lambda row: (edge + row[0] / days * (width - 2 * edge), height - edge - row[column] / top * (height - 2 * edge))
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in map(place, rows))

    full = edge + window / days * (width - 2 * edge)
    text = lambda x, y, said, more="": f'<text x="{x}" y="{y}" font-family="sans-serif" font-size="11" {more}>{said}</text>'
    bottom = height - edge
    svg = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
        f'<path d="M{edge} {edge}V{bottom}H{width - edge}V{edge}" fill="none" stroke="#888"/>',
        f'<path d="M{full:.1f} {edge}V{bottom}" stroke="#888" stroke-dasharray="3"/>',
        text(f"{full + 4:.1f}", edge - 4, "the first window is full"),
        f'<polyline points="{points(3, most[0])}" fill="none" stroke="#06c" stroke-width="2"/>',
        f'<polyline points="{points(1, most[1])}" fill="none" stroke="#c60" stroke-width="1"/>',
        text(4, edge - 28, f"memory, up to {most[0]:.0f} MiB", 'fill="#06c"'),
        text(width - 4, edge - 28, f"articles a second, up to {most[1]:.0f}", 'fill="#c60" text-anchor="end"'),
        text(width / 2, height - 12, f"simulated days, 0 to {days}", 'text-anchor="middle"'),
        "</svg>",
    ]
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(svg) + "\n")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("wirefold")
    arguments.add_argument("--articles", type=int, default=200_000)
    arguments.add_argument("--days", type=int, default=30)
    arguments.add_argument("--window", type=int, default=7)
    arguments.add_argument("--folder", default="soak")
    arguments.add_argument("--svg")
    arguments.add_argument("--late", action="store_true")
    given = arguments.parse_args()
    os.makedirs(given.folder, exist_ok=True)
    store, metrics = os.path.join(given.folder, "soak.db"), os.path.join(given.folder, "soak.prom")
    news = subprocess.Popen(
        [given.wirefold, "generate", "day", "--articles", str(given.articles), "--days", str(given.days)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )
    command = [given.wirefold, "stream", "--window", f"{given.window}d", "--store", store, "--metrics", metrics]
    stream = subprocess.Popen(
        command + (["--late"] if given.late else []), stdin=news.stdout, stdout=subprocess.DEVNULL,
    )
    news.stdout.close()
    print("| day | articles | articles/s | window | memory MiB | file MiB | bytes an article |", flush=True)
    print("|---|---|---|---|---|---|---|", flush=True)
    rows, began, (before, then) = [], time.monotonic(), (0.0, time.monotonic())

    def row():
        nonlocal before, then
        now = figures(metrics)
        articles, at = now.get("wirefold_articles_total", 0.0), time.monotonic()
        if articles <= before:
            return
        day, rate = articles / given.articles * given.days, (articles - before) / (at - then)
        memory, bytes_ = now.get("wirefold_resident_bytes", 0.0) / 2**20, size(store)
        rows.append((day, rate, articles, memory))
        print(
            f"| {day:.1f} | {articles:.0f} | {rate:.0f} | {now.get('wirefold_window_articles', 0):.0f} | {memory:.0f} "
            f"| {bytes_ / 2**20:.0f} | {bytes_ / articles:.0f} |",
            flush=True,
        )
        before, then = articles, at

    try:
        while stream.poll() is None:
            time.sleep(1)
            if figures(metrics).get("wirefold_articles_total", 0.0) - before >= given.articles / given.days:
                row()
    except KeyboardInterrupt:
        stream.terminate()
    code = stream.wait()
    row()
    seconds = time.monotonic() - began
    print(f"\n{before:.0f} articles in {seconds:.0f} s, {before / seconds:.0f}/s; exit {code}")
    if given.svg and rows:
        plot(rows, given.days, given.window, given.svg)
    return code


if __name__ == "__main__":
    sys.exit(main())
