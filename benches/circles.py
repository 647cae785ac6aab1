"""Counts circles of modules inside each crate: groups of modules that import one another.

python3 benches/circles.py [-v] [CRATE…]

A module imports another where its source, tests left out, names it in a path that begins with `crate::`, `super::`
or `self::`, or with the name of a module it declares (`child::item`). Declaring a module is no import. An item that a
parent merely re-exports counts as an import of the parent. With -v the modules of each circle are listed. Exit code 1 where there are more than 3 in all.
"""
import os
import re
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
MOST = 3
# Comments, strings and characters: what they name is no import.
IGNORED = re.compile(r"""//[^\n]*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\[^']*)'""", re.S)


def modules(source):
    """Path of each module (a tuple of names) -> its text without tests and comments."""
    found = {}
    for folder, _, files in os.walk(source):
        for name in files:
            if not name.endswith(".rs") or name in ("tests.rs", "main.rs"):
                continue
            path = os.path.relpath(os.path.join(folder, name), source)[:-3].split(os.sep)
            if path[-1] in ("mod", "lib"):
                path = path[:-1]
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                text = file.read()
            text = re.split(r"#\[cfg\((?:test|all\(test, .*\))\)\]\nmod tests \{", text)[0]
            found[tuple(path)] = IGNORED.sub('""', text)
    return found


def flat(item, before=""):
    """The single paths of a use tree."""
    item = item.strip()
    if "{" not in item:
        return [before + item]
    start = item.index("{")
    inner, depth, parts = "", 0, []
    for sign in item[start + 1 : item.rindex("}")] + ",":
        depth += (sign == "{") - (sign == "}")
        if sign == "," and depth == 0:
            parts.append(inner)
            inner = ""
        else:
            inner += sign
    return [path for part in parts if part.strip() for path in flat(part, before + item[:start])]


def imports(module, text, known):
    """The modules of the crate that `module` names."""
    paths = []
    for use in re.findall(r"\buse\s+([^;]+);", text):
        paths += flat(re.sub(r"\s+", " ", use))
    rest = re.sub(r"\buse\s+[^;]+;", "", text)
    paths += re.findall(r"\b(?:crate|super|self)(?:::\w+)+", rest)
    paths += re.findall(r"(?<![\w:])[a-z]\w*(?:::\w+)+", rest)
    for path in paths:
        steps = [step.strip() for step in path.split(" as ")[0].split("::")]
        here = list(module)
        if steps[0] == "crate":
            here, steps = [], steps[1:]
        elif steps[0] == "self":
            steps = steps[1:]
        elif steps[0] == "super":
            while steps and steps[0] == "super":
                here, steps = here[:-1], steps[1:]
        elif tuple(here + steps[:1]) not in known:
            continue
        while steps and tuple(here + steps[:1]) in known:
            here, steps = here + steps[:1], steps[1:]
        if tuple(here) != module and tuple(here) in known:
            yield tuple(here)


def circles(graph):
    """Groups of more than one module, each of which reaches all others (Tarjan)."""
    index, low, stack, on, result, count = {}, {}, [], set(), [], [0]

    def visit(node):
        index[node] = low[node] = count[0]
        count[0] += 1
        stack.append(node)
        on.add(node)
        for other in graph[node]:
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in on:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            group = []
            while True:
                other = stack.pop()
                on.discard(other)
                group.append(other)
                if other == node:
                    break
            if len(group) > 1:
                result.append(sorted(group))

    for node in sorted(graph):
        if node not in index:
            visit(node)
    return result


def main():
    sys.setrecursionlimit(10_000)
    arguments = sys.argv[1:]
    is_told = "-v" in arguments
    wanted = [argument for argument in arguments if argument != "-v"]
    crates = {"vankien": os.path.join(ROOT, "src")}
    for name in sorted(os.listdir(os.path.join(ROOT, "crates"))):
        crates[name] = os.path.join(ROOT, "crates", name, "src")
    total = 0
    for name, source in crates.items():
        if wanted and name not in wanted:
            continue
        known = modules(source)
        # A door names its children; that is no import.
        graph = {module: set(imports(module, text, known)) for module, text in known.items()}
        found = circles(graph)
        total += len(found)
        print(f"{name}: {len(known)} modules, {len(found)} circles")
        for circle in found:
            shown = ", ".join("::".join(module) or "lib" for module in circle)
            print(f"  {len(circle)}: {shown}" if is_told else f"  of {len(circle)} modules")
    print(f"{total} circles")
    sys.exit(total > MOST)


if __name__ == "__main__":
    main()
