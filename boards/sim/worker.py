"""The scripted day's front end: actions of a day file become calls of the control unit's facade.

    order     {"do": an action of a day file, ...}, or one of `orders`
"""

from boards.sim.orders import Orders, unhex
from bu.fiscal import document as d
from bu.fiscal import money
from bu.fiscal.receipt import adjust_line, make_line, mark_line
from bu.fiscal.refusal import Refusal

_TENDERS = {"cash": d.CASH, "card": d.CARD, "other": d.OTHER}


class Worker(Orders):
    """Carries out scripted days on a control unit."""

    def __init__(self, unit):
        super().__init__(unit)
        self._actions.update({
            "open_shift": self._open_shift,
            "deposit": self._cash_move(unit.deposit),
            "withdraw": self._cash_move(unit.withdraw),
            "card_payout": self._cash_move(unit.card_payout),
            "sale": self._sale,
            "refund": self._refund,
            "cancel": self._cancel,
            "void": self._void,
            "copy": self._copy,
            "x_report": self._x_report,
            "z_report": self._z_report,
        })  # fmt: skip

    async def _open_shift(self, order):
        cashier = _text(order, "cashier", "bad_cashier")
        await self._unit.open_shift(cashier, _key(order), confirmed=True)

    def _cash_move(self, method):
        async def move(order):
            amount = money.parse(order.get("sum"), money.SUM_DIGITS, "bad_sum")
            await method(amount, _text(order, "currency", "bad_currency"), _key(order))

        return move

    def _receipt(self, kind, order):
        """A receipt as entered line by line: what is corrected goes before the next line comes."""
        receipt = self._unit.receipt(kind, _text(order, "currency", "bad_currency"))
        for entry in _list(order, "lines", "receipt_empty"):
            self._unit.add_line(receipt, self._line(entry))
            corrected = entry.get("corrected", False)
            if not isinstance(corrected, bool):
                raise Refusal("bad_line", str(corrected))
            if corrected:
                receipt.correct(len(receipt.lines) - 1)
        receipt.set_surcharge(*_adjustment(order, "surcharge"))
        receipt.set_discount(*_adjustment(order, "discount"))
        return receipt

    def _line(self, entry):
        """A line by name and price, or of the goods base: `goods` is a code or a barcode."""
        if "goods" not in entry:
            return _line(entry)
        quantity = money.parse(entry.get("qty", "1"), money.QUANTITY_DIGITS, "bad_quantity")
        marks = [_text(entry, name, "bad_" + name).encode() for name in ("mark", "uks")]
        line = self._unit.line_of(_text(entry, "goods", "bad_code"), quantity, *marks)
        adjust_line(line, _adjustment(entry, "discount"), _adjustment(entry, "surcharge"))
        return line

    async def _sale(self, order):
        receipt = self._receipt(d.SALE, order)
        receipt.third_party = _integer(order, "third_party", "bad_unp")
        change = _text(order, "change", "bad_currency")
        await self._unit.sell(receipt, self._tenders(order), _key(order), change)

    async def _refund(self, order):
        """Free, or of sale number `of`: of the lines `parts` only so much ([place, quantity]), and
        without the lines `without` (places from 0)."""
        number = _integer(order, "of", "nothing_to_copy")
        if number:
            receipt = self._unit.refund_of(number)
            for place, part in _parts(order):
                quantity = money.parse(part, money.QUANTITY_DIGITS, "bad_quantity")
                self._unit.refund_part(receipt, place, quantity)
            for place in sorted(order.get("without", ()), reverse=True):
                receipt.correct(place)
        else:
            receipt = self._receipt(d.REFUND, order)
        await self._unit.refund(receipt, self._tenders(order), _key(order))

    def _tenders(self, order):
        tenders = []
        for entry in _list(order, "pay", "bad_tender"):
            kind = _TENDERS.get(_text(entry, "by", "bad_tender"))
            if kind is None:
                raise Refusal("bad_tender", str(entry.get("by")))
            amount = money.parse(entry.get("sum"), money.SUM_DIGITS, "bad_sum")
            currency = _text(entry, "currency", "bad_currency")
            if currency:
                tenders.append(self._unit.foreign(currency, amount, kind))
            else:
                tenders.append(d.Tender(kind, amount, _text(entry, "name", "bad_tender")))
        return tenders

    async def _cancel(self, order):
        await self._unit.cancel(self._receipt(d.SALE, order), _key(order))

    async def _void(self, order):
        await self._unit.void(_key(order))

    async def _copy(self, order):
        await self._unit.copy(_integer(order, "number", "nothing_to_copy"))

    async def _x_report(self, order):
        await self._unit.x_report()

    async def _z_report(self, order):
        await self._unit.z_report(_key(order))


def _key(order) -> bytes:
    return unhex(order.get("key", ""))


def _text(order, name, refusal) -> str:
    """A string, "" where there is none; the refusal for anything else."""
    value = order.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Refusal(refusal, str(value))
    return value


def _integer(order, name, refusal) -> int:
    """A whole number, 0 where there is none; the refusal for anything else."""
    value = order.get(name, 0)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Refusal(refusal, str(value))
    return value


def _list(order, name, refusal) -> list:
    """A list of objects, or the refusal."""
    value = order.get(name, [])
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise Refusal(refusal, name)
    return value


def _parts(order) -> list:
    """[[place, quantity]] of `parts`, the quantities as they came, or the refusal."""
    value = order.get("parts", [])
    for entry in value if isinstance(value, list) else ((),):
        if not isinstance(entry, list) or len(entry) != 2 or not isinstance(entry[0], int):
            raise Refusal("bad_line", str(entry))
    return value


def _adjustment(order, name) -> tuple:
    """(kopecks, 0) or (0, hundredths of a percent) of a `discount` or `surcharge`."""
    value = order.get(name)
    if value is None:
        return 0, 0
    if not isinstance(value, dict) or len(value) != 1:
        raise Refusal("bad_rate", str(value))
    if "percent" in value:
        return 0, money.parse(value["percent"], money.RATE_DIGITS, "bad_rate")
    return money.parse(value.get("sum"), money.SUM_DIGITS, "bad_sum"), 0


def _line(entry) -> d.Line:
    """A line as it is typed: name and price."""
    name = entry.get("name")
    section = entry.get("section", 0)
    vat = entry.get("vat")
    if not isinstance(name, str):
        raise Refusal("bad_name", str(name))
    if not isinstance(section, int) or isinstance(section, bool):
        raise Refusal("bad_section", str(section))
    line = make_line(
        name,
        money.parse(entry.get("price"), money.SUM_DIGITS, "bad_price"),
        money.parse(entry.get("qty", "1"), money.QUANTITY_DIGITS, "bad_quantity"),
        section,
    )
    if vat is not None:
        line.vat = money.parse(str(vat), money.RATE_DIGITS, "bad_vat")
        if line.vat > money.HUNDRED_PERCENT:
            raise Refusal("bad_vat", str(vat))
    adjust_line(line, _adjustment(entry, "discount"), _adjustment(entry, "surcharge"))
    mark_line(
        line,
        _text(entry, "gtin", "bad_gtin"),
        _text(entry, "mark", "bad_mark").encode(),
        _text(entry, "uks", "bad_uks").encode(),
    )
    return line

