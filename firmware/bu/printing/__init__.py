"""Printing: documents and reports become items, items become ESC/POS bytes or plain text.

Layouts (`documents`, `reports`, `slips`, `memory`, `tape`) are generators of items; renderers
(`escpos`, `text`) are generators over items. Nothing here talks to a printer.
"""
