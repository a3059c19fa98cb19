"""Rewrites CPython modules so that MicroPython runs them: the bench's СКНО on a second board.

    what                                        becomes
    annotations, type aliases, Protocol         nothing, and what was imported for them too
    class X(NamedTuple)                         a function X over a namedtuple, with its defaults
    @dataclass                                  a class with the __init__ that it would get
    [*a, b], (*a, b), {**a, "b": 1}             sums and `merged(...)`
    raise X from Y                              raise X
    x.decode("cp1251"), str.isdecimal           `decoded(x, "cp1251")`, str.isdigit

`merged`, `decoded` and `replace` are in the board's module `lowered`. Nothing else is changed: the
rules stay those of the one source.
"""

import ast
from collections.abc import Sequence

DROPPED = ("typing", "collections.abc", "dataclasses")
HELPERS = ("merged", "decoded", "replace", "asdict")
CODECS = ("cp1251", "latin-1")
RENAMED = {"UnicodeDecodeError": "UnicodeError"}
GENERIC = ("dict", "tuple", "list", "Callable", "Iterator", "Sequence")


def types_of(tree: ast.Module) -> set[str]:
    """Names that only the type checker needs: aliases and protocols."""
    names = set()
    for node in tree.body:
        if isinstance(node, ast.Assign) and _is_type(node.value):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.ClassDef) and _based_on(node, "Protocol"):
            names.add(node.name)
    return names


def _is_type(node: ast.expr) -> bool:
    base = node.value if isinstance(node, ast.Subscript) else None
    return isinstance(base, ast.Name) and base.id in GENERIC


def _based_on(node: ast.ClassDef, name: str) -> bool:
    return any(isinstance(base, ast.Name) and base.id == name for base in node.bases)


def _call(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), list(arguments), [])


class Lower(ast.NodeTransformer):
    """One module; `types`: names to drop, its own and imported ones."""

    def __init__(self, types: set[str]) -> None:
        self.types = types

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.AST | None:
        if node.module in DROPPED:
            return None
        node.names = [alias for alias in node.names if alias.name not in self.types]
        return node if node.names else None

    def visit_If(self, node: ast.If) -> ast.AST | None:
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            return None
        return self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> ast.AST | None:
        target = node.targets[0]
        if isinstance(target, ast.Name) and target.id in self.types:
            return None
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        if node.value is None:
            return None
        return ast.Assign([node.target], self.visit(node.value), lineno=node.lineno)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        arguments = node.args
        for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs,
                         arguments.vararg, arguments.kwarg):
            if argument is not None:
                argument.annotation = None
        node.body = _without_docstring(node.body)
        return self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST | Sequence[ast.AST] | None:
        if node.name in self.types:
            return None
        if _based_on(node, "NamedTuple"):
            return self._named_tuple(node)
        if node.decorator_list:
            node.decorator_list = []
            node.body = [self._initialiser(node),
                         *(part for part in node.body if not isinstance(part, ast.AnnAssign))]
        node.body = _without_docstring(node.body)
        return self.generic_visit(node)

    def _fields(self, node: ast.ClassDef) -> tuple[list[str], list[ast.expr]]:
        fields = [part for part in node.body if isinstance(part, ast.AnnAssign)]
        names = [part.target.id for part in fields if isinstance(part.target, ast.Name)]
        return names, [self.visit(part.value) for part in fields if part.value is not None]

    def _named_tuple(self, node: ast.ClassDef) -> list[ast.stmt]:
        names, defaults = self._fields(node)
        head = ast.parse(f"from collections import namedtuple\n"
                         f"_{node.name} = namedtuple({node.name!r}, {tuple(names)!r})")
        made = ast.parse(f"def {node.name}({', '.join(names)}):\n"
                         f"    return _{node.name}({', '.join(names)})")
        assert isinstance(made.body[0], ast.FunctionDef)
        made.body[0].args.defaults = defaults
        return [*head.body, *made.body]

    def _initialiser(self, node: ast.ClassDef) -> ast.FunctionDef:
        """A `field(default_factory=list)` becomes None, and a new one in the body."""
        names, defaults = self._fields(node)
        lines = [f"    self.{name} = {name}" for name in names]
        for place, default in zip(reversed(names), reversed(list(defaults)), strict=False):
            if isinstance(default, ast.Call) and getattr(default.func, "id", "") == "field":
                factory = next(word.value for word in default.keywords
                               if word.arg == "default_factory")
                index = names.index(place)
                lines[index] = f"    self.{place} = {ast.unparse(factory)}() " \
                               f"if {place} is None else {place}"
                defaults[defaults.index(default)] = ast.Constant(None)
        made = ast.parse(f"def __init__(self, {', '.join(names)}):\n" + "\n".join(lines)).body[0]
        assert isinstance(made, ast.FunctionDef)
        made.args.defaults = defaults
        return made

    def visit_Tuple(self, node: ast.Tuple) -> ast.AST:
        return self._sum(node, "tuple", ast.Tuple)

    def visit_List(self, node: ast.List) -> ast.AST:
        return self._sum(node, "list", ast.List)

    def _sum(self, node: ast.Tuple | ast.List, name: str, kind: type) -> ast.AST:
        self.generic_visit(node)
        starred = any(isinstance(part, ast.Starred) for part in node.elts)
        if not starred or not isinstance(node.ctx, ast.Load):
            return node
        parts: list[ast.expr] = []
        for part in node.elts:
            if isinstance(part, ast.Starred):
                parts.append(_call(name, part.value))
            else:
                parts.append(kind([part], node.ctx))
        total = parts[0]
        for part in parts[1:]:
            total = ast.BinOp(total, ast.Add(), part)
        return total

    def visit_Dict(self, node: ast.Dict) -> ast.AST:
        self.generic_visit(node)
        if None not in node.keys:
            return node
        pieces = [value if key is None else ast.Dict([key], [value])
                  for key, value in zip(node.keys, node.values, strict=True)]
        return _call("merged", *pieces)

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        node.cause = None
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        function, first = node.func, node.args[:1]
        if isinstance(function, ast.Attribute) and function.attr == "decode" and first:
            codec = first[0]
            if isinstance(codec, ast.Constant) and codec.value in CODECS:
                return _call("decoded", function.value, codec)
        return node

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = RENAMED.get(node.id, node.id)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        if node.attr == "isdecimal":
            node.attr = "isdigit"
        return node


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    first = body[0]
    told = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return (body[1:] or [ast.Pass()]) if told else body


def lower(sources: dict[str, str]) -> dict[str, str]:
    """{name: CPython's text} -> {name: MicroPython's text}, with one set of types for all."""
    trees = {name: ast.parse(text) for name, text in sources.items()}
    types = set().union(*(types_of(tree) for tree in trees.values()))
    out = {}
    for name, tree in trees.items():
        tree.body = _without_docstring(tree.body)
        Lower(types).visit(tree)
        helpers = sorted({node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call)
                          and isinstance(node.func, ast.Name) and node.func.id in HELPERS})
        if helpers:
            tree.body.insert(0, ast.parse(f"from lowered import {', '.join(helpers)}").body[0])
        out[name] = ast.unparse(ast.fix_missing_locations(tree)) + "\n"
    return out
