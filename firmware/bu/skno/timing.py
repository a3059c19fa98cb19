"""Times of the exchange (регл. 70, 71, прил. 2 табл. 9) in ms, and counts of tries.

Every one is a setting with a default; docs/skno.md says where each comes from.
"""


class Timing:
    """The defaults; a unit may change those of its link."""

    def __init__(self):
        self.repeat = 100  # a packet without ACK or NAK is repeated
        self.message = 2000  # the longest wait for the answer to a message
        self.poll = 200  # from a command's ACK to REQ, and between REQs
        self.busy = 120000  # how long the СКНО may say that it is busy
        self.answer = 3000  # how long an idle СКНО may keep an answer back (табл. 15, 16)
        self.power = 2000  # from power on to the first REQ
        self.start_poll = 1000  # between REQs after power on
        self.start = 120000  # how long the СКНО may be silent after power on
        self.tries = 3  # of a message in silence; of an answer that is whole but wrong
        self.noisy_tries = 10  # of a message on a line where something comes, but damaged
        self.packets = 200  # transmissions of one packet within `message`
