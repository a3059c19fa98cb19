"""The operator's interface: keypad, displays, sound, dialogues (регл. 5.3, 5.4).

console.py   the engine: keys, scanner lines and time in; rows of text and sounds out
layout.py    the keypad as data: where each key is, what it is called
keypad.py    what its keys give; letters.py: by repeated presses
entry.py     numbers and text as they are typed
displays.py  rows of text on their way to a display
prompts.py   what every dialogue asks with: numbers, text, choices, yes or no
words.py     every Russian text of the interface
desk.py      the cash desk; lines, adjust, pay: what its keys do
modes.py     the four modes of регл. 7 and the menu between them

A dialogue is a coroutine that waits for keys: where it stands is its state. Modes that are seldom
used are visited (`bu.late`). Nothing here adds up money or judges it: that is done by the control
unit, and its refusals are shown.
"""
