"""The facade of the control unit (регл. 10, 11, 14, 18).

Every method either does all of what it says, or raises `Refusal` and changes nothing, or raises
`Interrupted`: then the operation stands and `resume` goes on with it. `key` is the host's own name
for the operation (0-16 bytes); it is journalled, and `last_key` tells a host after any silence
what was done last. With None for a key everything is checked that can be before the operation is
numbered, and nothing done (0). Sums are kopecks. Nothing here asks who is logged in: that is done
where people stand (docs/access.md).
"""

from micropython import const

from bu import late
from bu.control_unit import fold, papers
from bu.control_unit.core import JOURNAL, Guard
from bu.control_unit.selling import Selling
from bu.control_unit.state import State
from bu.fiscal.refusal import Refusal

TYPE_CHECKING = const(0)  # a constant: the compiler leaves out what is for mypy
if TYPE_CHECKING:
    from bu.control_unit import (
        access_facade,
        access_tries,
        currencies,
        programming,
        reading,
        returning,
        service,
        shift,
        undoing,
    )

# The seldom used methods: modules of functions that take the unit first.
LATE = (
    (
        "shift",
        "open_shift confirm_clock_needed x_report z_report copy copy_z print_text printer_act "
        "figures",
    ),
    ("returning", "refund_of refund_part"),
    ("undoing", "cancel void"),
    ("currencies", "foreign"),
    ("reading", "tape_records control_tape memory_report shifts"),
    ("programming", "settings configure kept keep set_rate remove_rate"),
    ("service", "manufacture register registration_report set_clock restart"),
    (
        "access_facade",
        "login set_password reset_password require_own_passwords add_user remove_user users",
    ),
    ("access_tries", "attempt"),
)


class ControlUnit(Selling, State):
    """The control unit. Make it with `bu.app.build`, then `await start()`.

    Besides the methods that can be read here and in its bases, it has those of `LATE`.
    """

    # For mypy, in the place of `__getattr__`: as in `LATE`, a test compares them.
    if TYPE_CHECKING:
        open_shift = shift.open_shift
        confirm_clock_needed = shift.confirm_clock_needed
        x_report = shift.x_report
        z_report = shift.z_report
        copy = shift.copy
        copy_z = shift.copy_z
        print_text = shift.print_text
        printer_act = shift.printer_act
        figures = shift.figures
        refund_of = returning.refund_of
        refund_part = returning.refund_part
        cancel = undoing.cancel
        void = undoing.void
        foreign = currencies.foreign
        tape_records = reading.tape_records
        control_tape = reading.control_tape
        memory_report = reading.memory_report
        shifts = reading.shifts
        settings = programming.settings
        configure = programming.configure
        kept = programming.kept
        keep = programming.keep
        set_rate = programming.set_rate
        remove_rate = programming.remove_rate
        manufacture = service.manufacture
        register = service.register
        registration_report = service.registration_report
        set_clock = service.set_clock
        restart = service.restart
        login = access_facade.login
        set_password = access_facade.set_password
        reset_password = access_facade.reset_password
        require_own_passwords = access_facade.require_own_passwords
        add_user = access_facade.add_user
        remove_user = access_facade.remove_user
        users = access_facade.users
        attempt = access_tries.attempt

    else:

        def __getattr__(self, name):
            for module, names in LATE:
                if name in names.split():
                    function = getattr(late.fetch("bu.control_unit." + module), name)
                    return lambda *given, **named: function(self, *given, **named)
            raise AttributeError(name)

    async def start(self) -> None:
        """Opens the memories, folds the journal, finishes what was cut off (регл. 28).

        Interrupted with the cause where that is not possible yet; the unit is usable for reading.
        """
        core = self._core
        if not core.open_memories():
            return
        core.fault = None
        try:
            with Guard(JOURNAL):
                core.fold = fold.at_start(core.journal)
                if core.journal.state.shift_open:
                    core.cashier = late.fetch(papers.STORED_REPORTS).opening_cashier(core)
        except Refusal as refusal:
            core.fault = refusal
            raise
        await self._cycle.resume(startup=True)
        await self._cycle.gate.mend_clock()

    async def resume(self) -> None:
        """Goes on with the interrupted operation: asks, sends, prints, as its stage wants."""
        await self._cycle.resume()
        await self._cycle.gate.mend_clock()

    async def abandon(self) -> bool:
        """Cancels the interrupted operation, as long as the СКНО certainly does not have it.

        False: the СКНО had it, and it was finished instead.
        """
        return await self._cycle.abandon()
