"""The firmware's printer driver on the bench's strict printer, in virtual time."""

import asyncio

import pytest
import zxingcpp

from bu.drivers.printer_escpos import Printer
from bu.fiscal.refusal import Refusal
from bu.printing import profiles
from tools.bench.models import printer as model
from tools.bench.models.printer_profile import PROFILES

BAUD = 115200
# profile of the unit: profile of the model
PAIRS = {
    "generic-80": "chinese-80",
    "generic-80-raster": "chinese-80",
    "generic-58": "chinese-58",
    "rongta-80": "rongta-80",
    "star-80": "star-80",
    "ocd-80": "ocd-80",
    "epson-42": "epson-80",
    "generic-42": "epson-80",
    "generic-80-cp1251-73": "chinese-80",
}
WIDTHS = ["generic-58", "generic-42", "generic-80", "generic-80-raster"]


class Bench:
    """Virtual time, and a wire with the printer model at its end."""

    def __init__(self, name, **options):
        self.profile = profiles.get(name)
        options = {"speed": self.profile.speed, **options}
        self.model = model.Printer(profile=PROFILES[PAIRS[name]], **options)
        self.now = 0
        self.most_held = 0
        self.unit = Printer(self, self, self.profile)

    def now_ms(self):
        return self.now

    async def sleep_ms(self, duration):
        self.now += duration

    async def write(self, data):
        self.now += len(data) * 10_000 // BAUD
        self.model.feed(data, self.now)
        self.most_held = max(self.most_held, self.model.buffered)

    async def read(self, timeout_ms):
        deadline = self.now + timeout_ms
        while True:
            data = self.model.output(self.now)
            if data or self.now >= deadline:
                return data
            event = self.model.next_event_ms()
            self.now = deadline if event is None else min(deadline, max(event, self.now + 1))

    def print(self, layout):
        asyncio.run(self.unit.print(layout))

    def refusal(self, layout):
        with pytest.raises(Refusal) as caught:
            self.print(layout)
        return caught.value.name

    def decoded(self):
        return [code.text for code in zxingcpp.read_barcodes(self.model.tape.picture(margin=20))]
