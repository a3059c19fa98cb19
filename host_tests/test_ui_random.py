"""Random keys: nothing raises, every key is answered, and no counter goes wrong.

`test_monkey` presses anything and takes the СКНО's own fold of the documents as the witness.
`Model` presses what makes sense (and some that does not) and keeps the sums itself.
"""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bu.ui import layout
from host_tests.ui_bench import OPENED, Till
from tools.bench.place import PAIRS

MARK = "010481113709001921z69hRXnK3rGaL<GS>91EE06<GS>922BB810AFb9Ab/B52/CfA03aBCc25a2daCD548F+55b="
SCANS = [
    "4814857388435", "4814857388436", "]d2" + MARK, MARK.replace("<GS>", ""), "BYB2357909014",
    "x", "00000000", "0104811137090019", "21", "ж" * 300, "<GS>", "\\", "  ",
]  # fmt: skip
WORDS = [
    *layout.names(), "1111 ВВОД", "10 С1", "2 × 1.50 С2", "ИТОГ", "ВВОД", "C", "1", "50 НАЛ",
    "ВВОД ВВОД",
]  # fmt: skip
NOTHING = [
    "X C", "КОПИЯ C", "Z C", "ЛЕНТА C", "5 C", "00 × C", "ИТОГ C", "ИНФО C", "КОРР C",
    "99 КОПИЯ C", "999 ВОЗВРАТ C",
]  # fmt: skip
BEGIN = ["", OPENED, OPENED + " 100 ВНЕС ВВОД"]
EVENTS = [word for pair in PAIRS for word in pair if not word.startswith("power")]
STEPS = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(WORDS),
    st.sampled_from(WORDS),
    st.sampled_from([f"scan: {line}" for line in SCANS]),
    st.sampled_from(["wait: 1", "wait: 3", "wait: 30", "power off\npower on", *EVENTS]),
)


def check(till):
    """Both displays are whole, and the register's figures are those of the СКНО."""
    assert [len(row) for row in till.place.cashier] == [20] * 4
    assert [len(row) for row in till.place.customer] == [20] * 2
    assert any(row.strip() for row in till.place.cashier[:3]), "an empty display"
    state = till.place.ask({"do": "state"})
    if not state["figures"] or not till.world.skno.state.shifts:
        return
    witness = till.world.skno.totals()
    assert state["figures"]["payment_documents"] == witness["payment_documents"]
    for currency, values in witness["currencies"].items():
        ours = state["figures"]["currencies"][currency]
        assert {name: ours[name] for name in values if name != "drawer"} == {
            name: value for name, value in values.items() if name != "drawer"
        }
        assert not ours["drawer"].startswith("-")


@settings(max_examples=100)
@given(st.lists(STEPS, min_size=20, max_size=80), st.sampled_from(BEGIN))
def test_monkey(steps, begin):
    with tempfile.TemporaryDirectory() as folder:
        till = Till(Path(folder), script=begin)
        try:
            for step in steps:
                till.keys(step)
            for _, good in PAIRS:
                till.keys(good)
            till.keys("wait: 15\npower off\npower on\nwait: 15")
            check(till)
            assert till.complaints() == []
        finally:
            till.close()


KOPECKS = st.integers(min_value=1, max_value=99_999)


def money(kopecks):
    return f"{kopecks // 100}.{kopecks % 100:02}"


class Model(RuleBasedStateMachine):
    """A cashier who knows what the register must come to."""

    @initialize()
    def begin(self):
        self._folder = tempfile.TemporaryDirectory()
        self.till = Till(Path(self._folder.name), script=OPENED)
        self.expected = dict.fromkeys(
            ("sales_sum", "cash", "cashless", "refunds_sum", "deposits_sum", "withdrawals_sum",
             "voids_sum", "cancels_sum", "corrections_sum", "drawer"), 0)  # fmt: skip
        self.expected.update(dict.fromkeys(
            ("sales_n", "refunds_n", "deposits_n", "withdrawals_n", "voids_n", "cancels_n",
             "corrections_n"), 0))  # fmt: skip
        self.last = None

    def teardown(self):
        assert self.till.complaints() == []
        self.till.close()
        self._folder.cleanup()

    def add(self, **changes):
        for name, value in changes.items():
            self.expected[name] += value

    def lines(self, prices):
        for place, price in enumerate(prices):
            self.till.keys(f"{money(price)} С{place % 4 + 1}")

    @rule(prices=st.lists(KOPECKS, min_size=1, max_size=4), card=st.integers(0, 100),
          extra=st.integers(0, 5000))  # fmt: skip
    def sale(self, prices, card, extra):
        total = sum(prices)
        cashless = total * card // 100
        self.lines(prices)
        if cashless:
            self.till.keys(f"{money(cashless)} КАРТА")
        if cashless < total:
            self.till.keys(f"{money(total - cashless + extra)} НАЛ")
        self.add(sales_n=1, sales_sum=total, cash=total - cashless, cashless=cashless,
                 drawer=total - cashless)  # fmt: skip
        self.last = (total, total - cashless)

    @rule(prices=st.lists(KOPECKS, min_size=2, max_size=4), wrong=st.integers(0, 3))
    def sale_with_correction(self, prices, wrong):
        wrong %= len(prices)
        self.lines(prices)
        self.till.keys("КОРР " + "КОРР " * (len(prices) - 1 - wrong) + "ВВОД ИТОГ")
        total = sum(prices) - prices[wrong]
        self.add(sales_n=1, sales_sum=total, cash=total, drawer=total, corrections_n=1,
                 corrections_sum=prices[wrong])  # fmt: skip
        self.last = (total, total)

    @rule(prices=st.lists(KOPECKS, min_size=1, max_size=3), rate=st.integers(1, 100))
    def sale_with_discount(self, prices, rate):
        self.lines(prices)
        self.till.keys(f"ПОДЫТОГ {rate} % СКИДКА ИТОГ")
        off = (2 * sum(prices) * rate + 100) // 200
        total = sum(prices) - off
        self.add(sales_n=1, sales_sum=total, cash=total, drawer=total)
        self.last = (total, total)

    @rule(prices=st.lists(KOPECKS, min_size=1, max_size=3))
    def cancelled(self, prices):
        self.lines(prices)
        self.till.keys("ОТМЕНА C ОТМЕНА ВВОД")
        self.add(cancels_n=1, cancels_sum=sum(prices))

    @rule(amount=KOPECKS)
    def deposit(self, amount):
        self.till.keys(f"{money(amount)} ВНЕС ВВОД")
        self.add(deposits_n=1, deposits_sum=amount, drawer=amount)

    @rule(amount=KOPECKS)
    def withdraw(self, amount):
        self.till.keys(f"{money(amount)} ИЗЪЯТ ВВОД")
        if amount <= self.expected["drawer"]:
            self.add(withdrawals_n=1, withdrawals_sum=amount, drawer=-amount)
        self.till.keys("C")

    @rule(price=KOPECKS)
    def refund(self, price):
        self.till.keys(f"ВОЗВРАТ 2 {money(price)} С1 НАЛ ВВОД")
        if price <= self.expected["drawer"]:
            self.add(refunds_n=1, refunds_sum=price, drawer=-price)
            self.till.keys("C")
        else:
            self.till.keys("C ОТМЕНА ВВОД")
            self.add(cancels_n=1, cancels_sum=price)

    @rule()
    def void(self):
        self.till.keys("АННУЛ ВВОД C")
        if self.last and self.last[1] <= self.expected["drawer"]:
            self.add(voids_n=1, voids_sum=self.last[0], drawer=-self.last[1])
            self.last = None

    @rule(key=st.sampled_from(NOTHING))
    def nothing_that_counts(self, key):
        self.till.keys(key)

    @rule()
    def switched_off(self):
        self.till.keys("power off\npower on\n1 1111 ВВОД")

    @invariant()
    def comes_out(self):
        if not hasattr(self, "expected"):
            return
        figures = self.till.figures()
        shown = {name: value if name.endswith("_n") else money(value)
                 for name, value in self.expected.items()}  # fmt: skip
        assert {name: figures[name] for name in shown} == shown


TestModel = Model.TestCase
TestModel.settings = settings(max_examples=40, stateful_step_count=25)

