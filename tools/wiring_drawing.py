"""The drawing of a board's wiring."""

from types import ModuleType
from xml.sax.saxutils import escape

from tools.wiring_parts import NAMES, TITLES, Wire, parts, pin

ROW, TOP, BOARD_X, BOARD_W, PART_X, PART_W = 20, 56, 20, 190, 470, 330


def drawing(name: str, table: ModuleType) -> str:
    """The SVG: the board on the left, a part a box on the right, a wire a line."""
    out: list[str] = []
    y = TOP
    for part in parts(table):
        rows = max(len(part.wires), 1) + 1
        height = rows * ROW + 10
        box = f'x="{PART_X}" y="{y}" width="{PART_W}" height="{height}"'
        out += [f'<rect {box} rx="6" fill="#f4f6f8" stroke="#456"/>',
                _text(PART_X + PART_W - 10, y + 16, f"{NAMES[part.name]}", "end", True),
                _text(PART_X + PART_W - 10, y + 32, part.detail, "end")]
        for index, wire in enumerate(part.wires):
            at = y + 16 + index * ROW
            out += [f'<line x1="{BOARD_X + BOARD_W}" y1="{at}" x2="{PART_X}" y2="{at}" '
                    f'stroke="{_colour(wire)}" stroke-width="2"/>',
                    _text(BOARD_X + BOARD_W - 8, at + 4, pin(table, wire.pin), "end"),
                    _text(PART_X + 8, at + 4, wire.to),
                    _text((BOARD_X + BOARD_W + PART_X) // 2, at - 4, wire.bus, "middle")]
        supply = f"{part.kind.supply}, GND" if part.kind.supply else "GND"
        out.append(_text(PART_X + 8, y + height - 8, supply))
        y += height + 12
    head = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{PART_X + PART_W + 20}" '
            f'height="{y + 12}" font-family="sans-serif" font-size="12">',
            '<rect width="100%" height="100%" fill="#fff"/>',
            _text(BOARD_X, 28, TITLES[name], "start", True),
            f'<rect x="{BOARD_X}" y="{TOP - 12}" width="{BOARD_W}" height="{y - TOP + 12}" rx="6" '
            'fill="#e8f2e8" stroke="#363"/>']
    return "\n".join([*head, *out, "</svg>", ""])


def _text(x: int, y: int, words: str, anchor: str = "start", bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}"{weight}>{escape(words)}</text>'


def _colour(wire: Wire) -> str:
    colours = {"SDA": "#2868c8", "SCL": "#c89628", "CLK": "#c89628", "CS": "#a02828",
               "RXD": "#28a068", "TXD": "#8848b0"}
    return colours.get(wire.to, "#567")
