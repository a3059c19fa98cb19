"""How the inspector writes numbers, times and stages for people."""

from collections.abc import Iterator

from .model import Document

STAGES = {
    "opening": "открывается, СКНО не ответило", "opened": "открыта",
    "prepared": "подготовлен, СКНО не ответило", "committed": "зарегистрирован, не напечатан",
    "printed": "напечатан", "withdrawn": "отозван", "cancelled": "отменён",
}  # fmt: skip
MEMORY = {
    "manufactured": "изготовлен", "paired": "привязан к блоку", "registration": "регистрация",
    "shift": "смена", "restart": "перезапуск", "continuation": "продолжение", "?": "?",
}  # fmt: skip
LEVELS = {"normal": "норма", "warning": "внимание", "service": "СЕРВИС"}
TENDERS = {"cash": "наличные", "card": "карточка", "other": "иное"}

# Counters as a report lists them: the name without _n and _sum, and what it is.
COUNTERS = (
    ("sales", "продажи"), ("cash", "  наличными"), ("cashless", "  безналичными"),
    ("other", "    из них иное"), ("turnover", "  реализация в валюте платежа"),
    ("exchange", "  с оплатой другой валютой"), ("refunds", "возвраты"),
    ("deposits", "внесения"), ("withdrawals", "изъятия"),
    ("payouts", "выдачи держателям карточек"),
    ("cancels", "отмены"), ("voids", "аннулирования"), ("corrections", "коррекции"),
    ("mark_sold", "продано с кодом маркировки"), ("uks_sold", "продано с УКЗ"),
    ("mark_refunded", "возвращено с кодом маркировки"), ("uks_refunded", "возвращено с УКЗ"),
    ("mark_voided", "аннулировано с кодом маркировки"), ("uks_voided", "аннулировано с УКЗ"),
    ("third", "в пользу третьих лиц"), ("third_voided", "  аннулировано"),
    ("drawer", "наличных в кассе"),
)  # fmt: skip


def money(kopecks: int) -> str:
    """123456 -> «1234.56»."""
    return f"{'-' if kopecks < 0 else ''}{abs(kopecks) // 100}.{abs(kopecks) % 100:02}"


def quantity(thousandths: int) -> str:
    """229 -> «0.229», 2000 -> «2»."""
    return f"{thousandths // 1000}.{thousandths % 1000:03}".rstrip("0").rstrip(".")


def rate(hundredths: int) -> str:
    """1050 -> «10.5»."""
    return money(hundredths).rstrip("0").rstrip(".")


def time(iso: str) -> str:
    """«ДД.ММ.ГГГГ ЧЧ:ММ:СС» (регл. 8)."""
    date, _, clock = iso.partition("T")
    return " ".join((".".join(reversed(date.split("-"))), clock)).strip()


def counters_shown(values: dict[str, int]) -> Iterator[str]:
    """The counters of one currency that are not zero, a line each."""
    for name, words in COUNTERS:
        count = values.get(name + "_n", 0)
        total = values.get(name + "_sum", values.get(name))
        if count or total:
            shown = "" if total is None else money(total)
            yield f"    {words:34} {count or '':6} {shown:>16}".rstrip()


def stage(document: Document) -> str:
    """The stage in words."""
    words = STAGES.get(document.stage, document.stage)
    return words + (", повреждён" if document.damaged else "")
