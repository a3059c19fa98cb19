"""The report as text for the service engineer, in Russian."""

from collections.abc import Iterator

from .entries import what
from .model import Document, Line, Report
from .settings import is_secret
from .words import LEVELS, MEMORY, TENDERS, counters_shown, money, quantity, rate, stage, time

_REGIONS = {"journal": "журнал", "memory": "БЭП", "settings": "настройки", "goods": "товары",
            "skno": "СКНО"}  # fmt: skip


def lines(report: Report) -> Iterator[str]:
    """The whole report."""
    for part in (_regions, _unit, _memory, _shifts, _documents, _settings, _goods, _findings):
        found = list(part(report))
        if found:
            yield from found
            yield ""
    yield _summary(report)


def _title(text: str) -> str:
    return f"== {text}"


def _regions(report: Report) -> Iterator[str]:
    yield _title("Области")
    for region, extents in report.regions.items():
        size = extents[-1].end if extents else 0
        blank = sum(item.end - item.start for item in extents if item.what == "blank")
        words = f"{_REGIONS[region]:10} {size:8} байт, пусто {blank}"
        if region in report.wear:
            words += ", стираний сектора {}–{}".format(*report.wear[region])
        yield words
    if report.skno_documents is None:
        yield "СКНО: НЕ СВЕРЕНО, его документы не даны"
    else:
        yield f"СКНО: сверено документов {report.skno_documents}"


def _unit(report: Report) -> Iterator[str]:
    for record in report.memory:
        if record.kind == "manufactured" and record.state == "good":
            yield _title("Касса")
            yield f"заводской номер {record.serial}, модель {record.model}"
    for item in report.registrations:
        yield (
            f"регистрация {item.ordinal}: {time(item.time)}, УНП {item.unp}, "
            f"номер в СККО {item.skko}, СКНО {item.skno}"
        )


def _memory(report: Report) -> Iterator[str]:
    if report.memory:
        yield _title("БЭП: позиция, номер, вид, время, смена")
    chains = {True: "код верен", False: "КОД НЕВЕРЕН", None: "код не проверен"}
    for item in report.memory:
        words = f"{item.slot:5} {item.number:5} {MEMORY[item.kind]:17}"
        if item.state != "good":
            yield f"{words} {'прервана' if item.state == 'torn' else 'ПОВРЕЖДЕНА'}"
            continue
        words += f" {time(item.time):19} {item.shift:5}"
        if item.kind != "continuation":
            words += f"  {chains[item.chain]}"
        if item.kind == "shift":
            sums = ", ".join(f"{money(total)} {code}" for code, total in item.totals)
            words += f"; платёжных документов {item.documents}, реализация {sums}"
        yield words


def _shifts(report: Report) -> Iterator[str]:
    for shift in report.folds:
        state = f"закрыта Z-отчётом {shift.z.number}" if shift.z else "открыта"
        yield _title(f"Смена {shift.number or '?'} с {time(shift.opened) or '?'}, {state}")
        if not shift.complete:
            yield "начало смены или её документ не читаются: итоги неполны"
        yield (
            f"документов {shift.documents}, платёжных {shift.payment_documents} "
            f"({shift.first_payment_document}–{shift.last_payment_document})"
        )
        for code, counters in shift.currencies.items():
            yield f"  {code}"
            yield from counters_shown(counters)


def _documents(report: Report) -> Iterator[str]:
    if report.documents:
        yield _title("Журнал: документ, время, сумма, этап, УИ")
    for item in report.documents:
        total = f"{money(item.total)} {item.currency}" if item.currency else ""
        old = " (сектор стирается)" if item.old else ""
        yield (
            f"{what(item):24} {time(item.time):19} {total:>18}  {item.uid:24}  {stage(item)}{old}"
        ).rstrip()


def _settings(report: Report) -> Iterator[str]:
    if report.settings:
        yield _title("Настройки")
    for name, value in report.settings.items():
        yield f"{name:20} {hidden(name, value)!r}"


def hidden(name: str, value: object) -> object:
    """A setting as a report may show it."""
    if is_secret(name) and isinstance(value, bytes):
        return f"({len(value)} байт, не показываются)"
    return value


def _goods(report: Report) -> Iterator[str]:
    if report.goods:
        base = report.goods
        yield _title("База товаров")
        yield (
            f"версия {base.version} от {time(base.time)}, товаров {len(base.items)}, "
            f"изменений цен {base.changes}, загрузка {base.load}, половина {base.half}"
        )


def _findings(report: Report) -> Iterator[str]:
    if report.findings:
        yield _title("Находки")
    order = list(LEVELS)
    for item in sorted(report.findings, key=lambda item: -order.index(item.level)):
        place = "" if item.address is None or item.address < 0 else f" {item.address:#x}"
        region = _REGIONS.get(item.region, item.region.upper())
        yield f"[{LEVELS[item.level]}] {region}{place}: {item.text} ({item.code})"
        yield f"    {item.remedy}"


def _summary(report: Report) -> str:
    counts = {level: len(report.of_level(level)) for level in LEVELS}
    words = ", ".join(f"{LEVELS[level]} {count}" for level, count in counts.items() if count)
    verdict = {
        "normal": "Всё в порядке", "warning": "Нужен взгляд инженера",
        "service": "НУЖЕН РЕМОНТ ИЛИ СВЕРКА",
    }[report.worst]  # fmt: skip
    return f"{verdict}. Находок: {words or 'нет'}."


# --- one document


def document(item: Document) -> Iterator[str]:
    """«What was receipt 17?»: everything that the journal holds of one document."""
    yield f"{what(item)}, {time(item.time)}, смена {item.shift or '?'}: {stage(item)}"
    yield f"УИ {item.uid or 'нет'}, кассир {item.cashier or '?'}, запись {item.address:#x}"
    if item.voided:
        yield f"продажа № {item.voided}"
    if item.third_party:
        yield f"в пользу третьего лица, УНП {item.third_party}"
    for place, line in enumerate(item.lines, 1):
        yield from _line(place, line, item.kind)
    if item.z:
        yield from _z(item)
    elif item.currency:
        yield from _paid(item)


def _line(place: int, line: Line, kind: str) -> Iterator[str]:
    note = " (исправлена, не считается)" if line.corrected else ""
    yield f"{place:4}. {line.name}{note}"
    parts = [f"{money(line.price)} × {quantity(line.quantity)} = {money(line.total)}"]
    if kind == "void":
        parts = [f"цена {money(line.price)}"]
    for words, amount, percent in (
        ("скидка", line.discount, line.discount_rate),
        ("надбавка", line.surcharge, line.surcharge_rate),
    ):
        if amount:
            parts.append(f"{words} {money(amount)}" + (f" ({rate(percent)} %)" if percent else ""))
    if line.net != line.total:
        parts.append(f"итого {money(line.net)}")
    parts.append(f"секция {line.section}")
    if line.vat is not None:
        parts.append(f"НДС {rate(line.vat)} %")
    yield "      " + ", ".join(parts)
    codes = [f"{name} {ascii(code)[1:-1]}" for name, code in
             (("GTIN", line.gtin), ("КМ", line.mark), ("УКЗ", line.uks)) if code]  # fmt: skip
    if codes:
        yield "      " + ", ".join(codes)


def _paid(item: Document) -> Iterator[str]:
    if item.subtotal and item.subtotal != item.total:
        yield (
            f"подытог {money(item.subtotal)}, скидка {money(item.discount)}, "
            f"надбавка {money(item.surcharge)}"
        )
    yield f"ИТОГО {money(item.total)} {item.currency}"
    for tender in item.tenders:
        words = f"{TENDERS[tender.by]} {tender.name}".rstrip() + f" {money(tender.sum)}"
        if tender.currency:
            words += (
                f" ({money(tender.amount)} {tender.currency} по "
                f"{tender.rate // 10000}.{tender.rate % 10000:04} за {tender.units})"
            )
        yield words
    if item.change:
        words = f"сдача {money(item.change)}"
        if item.change_currency:
            words += f" ({money(item.change_amount)} {item.change_currency})"
        yield words


def _z(item: Document) -> Iterator[str]:
    z = item.z
    assert z
    yield (
        f"смена открыта {time(z.opened)}, УНП {z.unp}, документов {z.documents}, платёжных "
        f"{z.payment_documents} ({z.first_payment_document}–{z.last_payment_document})"
    )
    for code, values in z.currencies.items():
        yield f"  {code}"
        yield from counters_shown({**z.counters.get(code, {}), **values})
