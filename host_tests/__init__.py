"""Tests that run on the desktop; those in `portable` run on CPython and on MicroPython.

What a file tests stands in the first line of its docstring; its name begins with the part:

    test_unit_          the control unit by its facade, on the bench's СКНО, printer and flash
    test_ui_            the same register worked from its keypad
    test_felix_         the same register behind a FELIX host
    test_goods_         the goods base
    test_storage_       log, journal, БЭП and settings on the strict NOR model (test_nor.py)
    test_printing_      documents and reports on paper
    test_skno_          the firmware's side of the СКНО line
    test_skno_model_    the bench's СКНО, by bytes made by hand
    test_printer_model_ the bench's printer, likewise
    test_bench_         scripted days, day files, attachments
    test_torture_       power cuts, faults and random runs (tools/torture), their short parts
    test_inspect_       the inspector of flash images
    test_regl_          points of the regulation that no other file shows

The others name what they test: deploy, service, set-up, command lines, memory, imports, docs.

    portable/           engines and codecs without a bench; plain functions, no pytest
    chips/              boards and drivers on models of their chips, on both interpreters
    corpus/             inputs with which the fuzzing begins (tools/torture/targets.py)
    golden/, vectors/   papers, displays and bytes that must not change

Files without `test_` are shared by several: `bench_days` (scripted days, the command line),
`programs` (parts of the bench as processes), `unit_register` (a register by its facade),
`ui_bench` (at its keypad), `felix_host` (FELIX commands by hand), `felix_bench` (a POS program
and its line), `skno_desk` (the firmware's client on the bench's СКНО), `skno_model_unit` (a
register by hand on it), `printing_bench` (the driver on the bench's printer), `storage_support`
(every tear of a flash operation), `storage_logs`, `storage_journals`, `inspect_images` and
`inspect_edits` (images by hand, and changed), `deploy_bench`, `clocks`. Functions like
`registers()`, `tills()` and `hosts()` in them make the fixtures of a file. Marks `regl` name the
points of the regulation that a test shows: `regl.py`, docs/coverage.md.
"""
