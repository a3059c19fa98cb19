"""Writes skno_documents.json: documents of all seven kinds as bytes, and what they say.

The bytes come from `skno_model_bytes` (plain concatenation after прил. 2), the meaning is written
here by hand. `day-*` vectors are one shift in order, which a СКНО has to take one by one; the
other vectors stand alone. Run `python host_tests/vectors/make_skno_documents.py` after a change.
"""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

from host_tests import skno_model_bytes as b  # noqa: E402

MARK_1 = "0104810000000018215!aB7cD\x1d91EE06\x1d92abcdEFGH0123456789+/=="
MARK_2 = "010481000000002521zZ9\x1d93dGVz"
UKS = "BYB23579090144815370002006"
CASHIER = "Ковалёва А. П."


def common(kind, type_, number, at, currency="BYN"):
    return {"kind": kind, "type": type_, "skko": 123456789, "cashier": CASHIER, "number": number,
            "at": at, "currency": currency}


def line(name, total, qty="1.000", section=0, gtin_kind=0, gtin="", discount="0.00",
         surcharge="0.00", marking=0, **marks):
    return {"section": section, "marking": marking, **marks, "gtin_kind": gtin_kind, "gtin": gtin,
            "name": name, "qty": qty, "sum": total, "discount": discount, "surcharge": surcharge}


def currency(code, extra=0, **values):
    zeros = {name: 0 if size else "0.00" for name, size in b.Z_FIELDS}
    return {"currency": code, **zeros, **values, "extra": extra}


def first_half():
    """Deposit, plain sale, marked sale, its void."""
    yield ("day-1-deposit", b.cash_document(11, 1, (2026, 12, 1, 8, 2, 53), 10000),
           {**common("deposit", 11, 1, "2026-12-01T08:02:53"), "sum": "100.00"})
    lines = [b.sale_line("Картофель ранний, мытый", 39, qty=229, section=3, ean="4810000000018"),
             b.sale_line("Сыр «Белорусский» 50%", 2149, section=2, ean="4810000000025",
                         discount=-107),
             b.sale_line("Доставка ў раён", 500, section=23, kind=3, surcharge=50)]
    yield ("day-2-sale-cash", b.sale(2, (2026, 12, 1, 8, 5, 0), lines, 2631, cash=2631),
           {**common("sale", 10, 2, "2026-12-01T08:05:00"), "lines": [
               line("Картофель ранний, мытый", "0.39", "0.229", 3, 1, "4810000000018"),
               line("Сыр «Белорусский» 50%", "21.49", "1.000", 2, 1, "4810000000025", "-1.07"),
               line("Доставка ў раён", "5.00", "1.000", 23, 3, "", "0.00", "0.50")],
            "third_party_unp": 0, "subtotal": "26.31", "discount": "0.00", "surcharge": "0.00",
            "to_pay": "26.31", "cashless": "0.00", "cash": "26.31", "other": "0.00"})
    lines = [b.sale_line("Кроссовки мужские р. 43", 18900, section=7, ean="4810000000018",
                         discount=-945, mark=MARK_1),
             b.sale_line("Сигареты «Минск» 20 шт.", 525, section=8, ean="4815370002006", uks=UKS),
             b.sale_line("Пакет-майка ПНД", 24, qty=2000),
             b.sale_line("Шина летняя 205/55 R16", 23950, mark=MARK_2, uks="BYV46372087444814")]
    yield ("day-3-sale-marked",
           b.sale(3, (2026, 12, 1, 8, 10, 23), lines, 42454, discount=-454, surcharge=100,
                  cash=10000, cashless=32100, other=2100),
           {**common("sale", 10, 3, "2026-12-01T08:10:23"), "lines": [
               line("Кроссовки мужские р. 43", "189.00", "1.000", 7, 1, "4810000000018", "-9.45",
                    marking=1, mark=MARK_1),
               line("Сигареты «Минск» 20 шт.", "5.25", "1.000", 8, 1, "4815370002006",
                    marking=2, uks=UKS),
               line("Пакет-майка ПНД", "0.24", "2.000"),
               line("Шина летняя 205/55 R16", "239.50", marking=3, mark=MARK_2,
                    uks="BYV46372087444814")],
            "third_party_unp": 0, "subtotal": "424.54", "discount": "-4.54", "surcharge": "1.00",
            "to_pay": "421.00", "cashless": "321.00", "cash": "100.00", "other": "21.00"})
    marked = [(MARK_1, "", "Кроссовки мужские р. 43"), ("", UKS, "Сигареты «Минск» 20 шт."),
              (MARK_2, "BYV46372087444814", "Шина летняя 205/55 R16")]
    yield ("day-4-void-marked", b.void(4, (2026, 12, 1, 8, 11, 0), 3, 42100, marked),
           {**common("void", 14, 4, "2026-12-01T08:11:00"), "voided": 3, "lines": [
               {"marking": 1, "mark": MARK_1, "name": "Кроссовки мужские р. 43"},
               {"marking": 2, "uks": UKS, "name": "Сигареты «Минск» 20 шт."},
               {"marking": 3, "mark": MARK_2, "uks": "BYV46372087444814",
                "name": "Шина летняя 205/55 R16"}], "sum": "421.00"})


def second_half():
    """Refund, withdrawal, card payout, a sale in euro and its void, the Z-report."""
    lines = [b.refund_line("Сигареты «Минск» 20 шт.", 525, section=8, ean="4815370002006",
                           uks=UKS),
             b.refund_line("Сахар-песок 1 кг", 249, qty=2500)]
    yield ("day-5-refund",
           b.refund(5, (2026, 12, 1, 8, 20, 0), lines, 1148, cash=525, cashless=623, other=100),
           {**common("refund", 13, 5, "2026-12-01T08:20:00"), "lines": [
               {"section": 8, "marking": 2, "uks": UKS, "gtin_kind": 1, "gtin": "4815370002006",
                "name": "Сигареты «Минск» 20 шт.", "qty": "1.000", "price": "5.25"},
               {"section": 0, "marking": 0, "gtin_kind": 0, "gtin": "",
                "name": "Сахар-песок 1 кг", "qty": "2.500", "price": "2.49"}],
            "sum": "11.48", "cash": "5.25", "cashless": "6.23", "other": "1.00"})
    yield ("day-6-withdrawal", b.cash_document(12, 6, (2026, 12, 1, 8, 30, 0), 2000),
           {**common("withdrawal", 12, 6, "2026-12-01T08:30:00"), "sum": "20.00"})
    yield ("day-7-card-payout", b.cash_document(16, 7, (2026, 12, 1, 8, 31, 0), -5000),
           {**common("card_payout", 16, 7, "2026-12-01T08:31:00"), "sum": "-50.00"})
    lines = [b.sale_line("Яблоки «Белорусское сладкое»", 1048, qty=3003)]
    yield ("day-8-sale-eur",
           b.sale(8, (2026, 12, 1, 8, 40, 59), lines, 1048, cash=1048, currency="EUR"),
           {**common("sale", 10, 8, "2026-12-01T08:40:59", "EUR"),
            "lines": [line("Яблоки «Белорусское сладкое»", "10.48", "3.003")],
            "third_party_unp": 0, "subtotal": "10.48", "discount": "0.00", "surcharge": "0.00",
            "to_pay": "10.48", "cashless": "0.00", "cash": "10.48", "other": "0.00"})
    yield ("day-9-void-plain",
           b.void(9, (2026, 12, 1, 8, 41, 10), 8, 1048, currency="EUR"),
           {**common("void", 14, 9, "2026-12-01T08:41:10", "EUR"), "voided": 8, "lines": [],
            "sum": "10.48"})
    byn = {"sales_n": 2, "refunds_n": 1, "deposits_n": 1, "withdrawals_n": 1, "payouts_n": 1,
           "cancels_n": 1, "voids_n": 1, "corrections_n": 2, "mark_sold_n": 2, "uks_sold_n": 2,
           "mark_refunded_n": 0, "uks_refunded_n": 1, "mark_voided_n": 2, "uks_voided_n": 2}
    sums = {"sales_sum": 44731, "cashless": 32100, "cash": 12631, "refunds_sum": 1148,
            "deposits_sum": 10000, "withdrawals_sum": 2000, "payouts_sum": 5000,
            "cancels_sum": 1590, "voids_sum": 42100, "corrections_sum": 723,
            "mark_sold_sum": 41905, "uks_sold_sum": 24475}
    eur = {"sales_n": 1, "voids_n": 1}
    eur_sums = {"sales_sum": 1048, "cash": 1048, "voids_sum": 1048}
    yield ("day-10-z-report",
           b.z_report(1, (2026, 12, 1, 8, 0, 0), (2026, 12, 1, 9, 2, 35),
                      [b.z_currency(**byn, **sums), b.z_currency("EUR", **eur, **eur_sums)],
                      payments=3, first=2, last=8),
           {"kind": "z_report", "type": 15, "unp": 190000001, "skko": 123456789,
            "opened": "2026-12-01T08:00:00", "at": "2026-12-01T09:02:35", "z_number": 1,
            "payment_documents": 3, "first_payment_document": 2, "last_payment_document": 8,
            "currencies": [
                currency("BYN", **byn, sales_sum="447.31", cashless="321.00", cash="126.31",
                         refunds_sum="11.48", deposits_sum="100.00", withdrawals_sum="20.00",
                         payouts_sum="50.00", cancels_sum="15.90", voids_sum="421.00",
                         corrections_sum="7.23", mark_sold_sum="419.05",
                         uks_sold_sum="244.75"),
                currency("EUR", **eur, sales_sum="10.48", cash="10.48", voids_sum="10.48")]})


def alone():
    """Vectors that are not part of the shift: edges of the formats, and table 7's options."""
    lines = [b.sale_line("Подарочный сертификат", 54975581388799, kind=4, qty=16777215)]
    yield ("sale-edges",
           b.sale(23, (2099, 12, 31, 23, 59, 59), lines, 54975581388799, cash=0,
                  cashless=54975581388799, other=54975581388799, third=290000002, cashier="Ў І"),
           {**common("sale", 10, 23, "2099-12-31T23:59:59"), "cashier": "Ў І",
            "lines": [line("Подарочный сертификат", "549755813887.99", "16777.215",
                           gtin_kind=4)],
            "third_party_unp": 290000002, "subtotal": "549755813887.99", "discount": "0.00",
            "surcharge": "0.00", "to_pay": "549755813887.99", "cashless": "549755813887.99",
            "cash": "0.00", "other": "549755813887.99"})
    yield ("z-report-empty",
           b.z_report(2, (2026, 12, 2, 8, 0, 0), (2026, 12, 2, 20, 0, 0), [b.z_currency()]),
           {"kind": "z_report", "type": 15, "unp": 190000001, "skko": 123456789,
            "opened": "2026-12-02T08:00:00", "at": "2026-12-02T20:00:00", "z_number": 2,
            "payment_documents": 0, "first_payment_document": 0, "last_payment_document": 0,
            "currencies": [currency("BYN")]})
    orders = [(5, 50000), (1, 2500), (4, 47500), (2, 300), (3, 1200)]
    third = [(1, 1500), (1, 1500)]
    names = ("orders", "orders_cancelled", "orders_closed", "orders_corrected", "orders_moved")
    texts = ("500.00", "25.00", "475.00", "3.00", "12.00")
    more = {}
    for name, (count, _), total in zip(names, orders, texts, strict=True):
        more[name + "_n"], more[name + "_sum"] = count, total
    tail = {"third_n": 1, "third_sum": "15.00", "third_voids_n": 1, "third_voids_sum": "15.00"}
    yield ("z-report-options",
           b.z_report(9999, (2026, 12, 3, 8, 0, 0), (2026, 12, 3, 20, 0, 0),
                      [b.z_currency(orders=orders), b.z_currency("EUR", third=third),
                       b.z_currency("RUB", orders=orders, third=third)]),
           {"kind": "z_report", "type": 15, "unp": 190000001, "skko": 123456789,
            "opened": "2026-12-03T08:00:00", "at": "2026-12-03T20:00:00", "z_number": 9999,
            "payment_documents": 0, "first_payment_document": 0, "last_payment_document": 0,
            "currencies": [{**currency("BYN", 1), **more}, {**currency("EUR", 2), **tail},
                           {**currency("RUB", 3), **more, **tail}]})


def vectors():
    """All of them, as the JSON file has them."""
    return [{"name": name, "hex": raw.hex(), "decoded": decoded}
            for part in (first_half, second_half, alone) for name, raw, decoded in part()]


if __name__ == "__main__":
    HERE.joinpath("skno_documents.json").write_text(
        json.dumps(vectors(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
