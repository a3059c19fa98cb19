"""The exchange with the СКНО (регл. 66-79, прил. 2).

    crc, frames, packets    bytes on the wire
    fields, documents       the electronic documents of tables 1-7
    status                  the two status bytes
    link                    the protocol engine: bytes and time in, bytes and results out
    client                  the asyncio layer
    carriers, carrier_i2c   a serial line or I2C below it
"""
