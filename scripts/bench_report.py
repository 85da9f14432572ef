"""What `make bench` has measured, as docs/performance.md tells it."""

# Milliseconds within which 95 of 100 searches should be answered.
SEARCH = 100


def written(results: dict) -> str:
    """docs/performance.md."""
    about = results["machine"]
    pages = results["pages"]
    rows = [
        f"| {name} | {page['per_second']:,.0f} | {page['p50']:.1f} | {page['p95']:.1f} | "
        f"{'–' if page['statements'] is None else page['statements']} | {page['bytes'] / 1024:.1f} | "
        f"{page['of_hello']:.3f} |"
        for name, page in pages.items()
    ]
    registering, rush = results["registering"], results["rush"]
    cached = min(page["of_hello"] for name, page in pages.items() if name.endswith(", from the cache"))
    uncached = pages["event page, not from the cache"]["of_hello"]
    states = ", ".join(f"{number} {status}" for status, number in sorted(rush["outcome"].items()))
    large = results["libraries"][-1]
    search = max(page["p95"] for name, page in large["pages"].items() if name.startswith("search"))
    aims = [
        ("slowest page from the cache, of hello", f"{cached:.2f}", "≥ 0.4", cached >= 0.4),
        ("event page not from the cache, of hello", f"1/{1 / uncached:.0f}", "≥ 1/15", uncached >= 1 / 15),
        ("registrations a second", f"{registering['per_second']:.0f}", "≥ 60", registering["per_second"] >= 60),
        ("rush: all answered after", f"{rush['all_answered_after']:.2f} s", "≤ 3 s", rush["all_answered_after"] <= 3),
        (
            f"slowest search, {large['resources']:,} resources, p95 of two at once",
            f"{search:.0f} ms",
            f"≤ {SEARCH} ms",
            search <= SEARCH,
        ),
        ("rush: outcome", states, "exactly 50 confirmed", rush["outcome"].get("confirmed") == 50),
    ]
    lines = [
        "# How fast it is",
        "",
        "Written by `make bench ARGS=--write`; numbers of another machine differ, the ratios less so.",
        "",
        (
            f"Measured {about['measured']} on {about['cores']} cores of {about['processor']} ({about['system']}, "
            f"Python {about['python']}), load {about['busy_before']} before the start. Granian with 2 workers of 1 "
            f"blocking thread, PostgreSQL 18 (durable), cache: {about['cache']}; database, cache, server and client "
            f"({about['client']}) share the cores. 5,000 members, 200 events; 16 visitors at once. "
            f"The whole run took {about['minutes']} minutes."
        ),
        "",
        "| page | requests/s | p50 ms | p95 ms | statements | KB | of hello |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        *rows,
        "",
        (
            f"**Registering** (form page, POST, confirmation; {registering['count']} different members, 16 at once): "
            f"{registering['per_second']:.0f} a second; p50 {registering['p50']:.0f}, p95 {registering['p95']:.0f} ms."
        ),
        "",
        (
            f"**The rush** ({rush['count']} members press “send” at the same moment on 50 places): all answered after "
            f"{rush['all_answered_after']:.2f} s, p50 {rush['p50']:.0f} ms; {states}."
        ),
        "",
        *digest_lines(results["digests"]),
        "",
        *library_lines(results["libraries"]),
        "",
        "| aim | measured | wanted | reached |",
        "| --- | --- | --- | --- |",
        *(f"| {name} | {value} | {wanted} | {'yes' if reached else 'no'} |" for name, value, wanted, reached in aims),
        "",
    ]
    return "\n".join(lines)


def digest_lines(digests: list[dict]) -> list[str]:
    """A table of the weekly digests, and how they grow."""
    small, large = digests
    rows = [
        f"| {each['posts']:,} | {each['written']:,} | {each['writing']:.2f} | {each['statements']} | "
        f"{each['sending']:.0f} | {1000 * each['sending'] / each['sent']:.0f} | {each['memory']:.0f} |"
        for each in digests
    ]
    return [
        (
            "**Weekly digests** of one group: written by the clock, then built and handed over by one worker, to a "
            "mail server that takes everything."
        ),
        "",
        "| posts of the week | letters | writing s | statements | sending s | ms a letter | memory + MB |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        *rows,
        "",
        (
            f"Ten times the posts: {large['writing'] / small['writing']:.1f} times the time to write, "
            f"{large['sending'] / small['sending']:.1f} times to send."
        ),
    ]


def library_lines(libraries: list[dict]) -> list[str]:
    """Tables of the library and the search, and how they grow."""
    small, large = libraries
    few, many = (f"{each['resources']:,}" for each in libraries)
    rows = []
    for name, page in large["pages"].items():
        before = small["pages"][name]
        slower = before["per_second"] / page["per_second"]
        rows.append(
            f"| {name} | {before['per_second']:,.0f} | {page['per_second']:,.0f} | {slower:.1f} | "
            f"{before['p50']:.0f} | {before['p95']:.0f} | {page['p50']:.0f} | {page['p95']:.0f} | "
            f"{page['statements']} | {before['sql']:.0f} | {page['sql']:.0f} | {page['bytes'] / 1024:.1f} | "
            f"1/{1 / page['of_hello']:.0f} |"
        )
    return [
        (
            f"**The library and the search**, over {few} resources with ten pages of text each, and over {many}; "
            "nothing from the page cache. Requests a second are those of 16 visitors at once; milliseconds are those "
            "of two, one for each core. SQL: what of it the database takes where one asks alone; the rest is Python, "
            "which builds the statements, marks the words and fills the page."
        ),
        "",
        (
            f"| page | {few}: requests/s | {many}: requests/s | times slower | {few}: p50 ms | p95 | {many}: p50 ms | "
            f"p95 | statements | {few}: SQL ms | {many}: SQL ms | KB | of hello |"
        ),
        f"| --- |{' ---: |' * 12}",
        *rows,
        "",
        *why_lines(large),
        "",
        *behind_lines(small, large),
    ]


def why_lines(large: dict) -> list[str]:
    """What takes so long where a search takes longer than it should."""
    slow = {name: page for name, page in large["pages"].items() if name.startswith("search") and page["p95"] > SEARCH}
    if not slow:
        return [f"95 of 100 searches of every sort are answered within {SEARCH} ms."]
    most = ", ".join(
        f"{name.partition(', ')[2]} {page['p95']:.0f} ms ({page['sql']:.0f} in SQL)" for name, page in slow.items()
    )
    return [
        f"Above {SEARCH} ms for 95 of 100: {most}.",
        (
            "What it costs: one statement for each kind of thing that can be found, because each has a rule of its own "
            "of who may see it, and each is asked every time, so that nothing shown is older than the question. Python "
            "builds these statements anew; that is the larger part for words that stand in few things, and it does not "
            "grow with them. A common word costs SQL instead: every row that holds it is looked at, its title first, "
            "since the exact title comes first, and those of which the body decides are weighed up to a limit. The "
            "library's own box asks for everything that fits, not for the first hundred: the numbers beside its "
            "filters are those of all."
        ),
    ]


def behind_lines(small: dict, large: dict) -> list[str]:
    """What runs beside and behind the pages, in one process."""
    names = {
        "nearest": "which resources are near to an event (`resources.selectors.related.nearest`)",
        "meant": "“did you mean”",
        "suggested": "suggestions, three letters",
    }
    rows = [
        f"| {name} | " + " | ".join(f"{value:.0f}" for each in (small, large) for value in each["behind"][key]) + " |"
        for key, name in names.items()
    ]
    alerts = [
        (
            f"{each['behind']['searches']:,} looked through and {each['behind']['letters']:,} letters written in "
            f"{each['behind']['writing']:.2f} s with {each['behind']['statements']} statements"
        )
        for each in (small, large)
    ]
    return [
        "Functions behind them, one after the other in one process, with ten public words for each resource:",
        "",
        f"| | {small['resources']:,}: p50 ms | p95 | {large['resources']:,}: p50 ms | p95 |",
        "| --- | ---: | ---: | ---: | ---: |",
        *rows,
        "",
        f"**Saved searches**: {'; '.join(alerts)}.",
    ]
